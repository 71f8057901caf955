import { PageHeader } from '../../../components/PageHeader.tsx';

export default function Home() {
  return <PageHeader title="Home" />;
}

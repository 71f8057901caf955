import { TransferList } from '../TransferList.tsx';

/** Offers of licences to the projects one sees, and by them. */
export default function Transfers() {
  return <TransferList />;
}

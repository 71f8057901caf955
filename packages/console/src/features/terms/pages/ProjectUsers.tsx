import { Assigned } from '../Assigned.tsx';

/** The named users of a project: which are licensed, and until when. */
export default function ProjectUsers() {
  return <Assigned of="users" />;
}

import { Assigned } from '../Assigned.tsx';

/** The devices of a project: which are licensed, and until when. */
export default function ProjectDevices() {
  return <Assigned of="devices" />;
}

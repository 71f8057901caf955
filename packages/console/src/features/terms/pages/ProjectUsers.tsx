import { UserLinks } from '../../named-users/index.ts';
import { useProject } from '../../projects/index.ts';
import { Assigned } from '../Assigned.tsx';

/** The named users of a project: which are licensed, and until when. */
export default function ProjectUsers() {
  const { project } = useProject();
  return <Assigned of="users" actions={<UserLinks projectId={project.id} />} />;
}

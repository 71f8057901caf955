import { createContext, type ReactNode, useContext } from 'react';
import type { ProjectDetails } from '../../lib/types.ts';

interface Known {
  readonly project: ProjectDetails;
  /** Of the version that was read, for an edit. */
  readonly etag: string | null;
}

const Context = createContext<Known | null>(null);

/** The project that every page inside its frame is about. */
export function ProjectProvider({ children, ...known }: Known & { children: ReactNode }) {
  return <Context value={known}>{children}</Context>;
}

/** The project around this page. Only inside the frame of a project. */
export function useProject(): Known {
  const known = useContext(Context);
  if (!known) throw new Error('useProject is only for pages inside the frame of a project');
  return known;
}

import type { Uuid } from '../../core/context.ts';
import type { Caller } from '../../core/dispatch.ts';

/** What a caller may take seats of: the gate lets nobody in here whose project is not known. */
export function projectOf({ actor }: Caller): Uuid {
  if (actor?.projectId === undefined) throw new Error('whoever takes seats has a project');
  return actor.projectId;
}

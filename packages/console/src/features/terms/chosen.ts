import { useNavigate, useSearch } from '@tanstack/react-router';
import { tabStore, useStore } from '../../lib/store.ts';
import type { InputFor } from '../../lib/types.ts';
import type { Of } from './types.ts';

/** All devices of a project that a filter leaves, and how many they were when they were chosen. */
export interface Matching {
  readonly filter: NonNullable<InputFor<'assign-many'>['devices']>;
  readonly count: number;
}

/** For whom an act is, when they are too many for the address of the page. */
interface Chosen {
  readonly projectId: string;
  readonly ids: readonly string[];
  readonly matching?: Matching;
}
const store = tabStore<Chosen | null>('chosen-assignees', null);

/** So many ids stand in the address, so that it can be sent to somebody. */
const mostInAddress = 20;

/** The part of an address that says for whom an act is. */
export function searchOf(projectId: string, of: Of, ids: readonly string[]): { devices?: string; users?: string; chosen?: string } {
  if (ids.length <= mostInAddress) return { [of]: ids.length === 0 ? undefined : ids.join(',') };
  store.set({ projectId, ids });
  return { chosen: of };
}

/** The part of an address that says that an act is for all that match: who they are the server finds out itself. */
export function searchMatching(projectId: string, matching: Matching): { chosen: string } {
  store.set({ projectId, ids: [], matching });
  return { chosen: 'matching' };
}

/** For whom the act on this page is, and another choice. */
export function useChosen(projectId: string) {
  const search = useSearch({ strict: false }) as { devices?: string; users?: string; chosen?: string };
  const navigate = useNavigate();
  const stored = useStore(store);
  const of: Of = search.users !== undefined || search.chosen === 'users' ? 'users' : 'devices';
  const inAddress = search[of]?.split(',').filter(Boolean);
  const here = stored?.projectId === projectId ? stored : null;
  const ids = inAddress ?? (search.chosen ? (here?.ids ?? []) : []);
  const matching = search.chosen === 'matching' ? (here?.matching ?? null) : null;
  const choose = (next: readonly string[]) => {
    const place = searchOf(projectId, of, next);
    const tidy = (before: object) => ({ ...before, devices: undefined, users: undefined, chosen: of, ...place });
    // Every page of an act on licences of a project declares these.
    void navigate({ to: '.', search: tidy as never, replace: true, resetScroll: false });
  };
  return { of, ids, matching, choose };
}

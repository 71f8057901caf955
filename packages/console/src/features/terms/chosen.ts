import { useNavigate, useSearch } from '@tanstack/react-router';
import { tabStore, useStore } from '../../lib/store.ts';
import type { Of } from './types.ts';

/** For whom an act is, when they are too many for the address of the page. */
interface Chosen {
  readonly projectId: string;
  readonly ids: readonly string[];
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

/** For whom the act on this page is, and another choice. */
export function useChosen(projectId: string) {
  const search = useSearch({ strict: false }) as { devices?: string; users?: string; chosen?: string };
  const navigate = useNavigate();
  const stored = useStore(store);
  const of: Of = search.users !== undefined || search.chosen === 'users' ? 'users' : 'devices';
  const inAddress = search[of]?.split(',').filter(Boolean);
  const ids = inAddress ?? (search.chosen && stored?.projectId === projectId ? stored.ids : []);
  const choose = (next: readonly string[]) => {
    const place = searchOf(projectId, of, next);
    const tidy = (before: object) => ({ ...before, devices: undefined, users: undefined, chosen: of, ...place });
    // Every page of an act on licences of a project declares these.
    void navigate({ to: '.', search: tidy as never, replace: true, resetScroll: false });
  };
  return { of, ids, choose };
}

import type { ItemOf, ValueOf } from '../../lib/types.ts';

export type Assignee = ItemOf<'list-assignments'>;
export type PoolLicence = ItemOf<'list-pool-licenses'>;
export type PoolGroup = ValueOf<'list-pool'>['items'][number];
export type Assignment = ValueOf<'assign-licenses'>['assignments'][number];
export type Removal = ValueOf<'unassign-licenses'>['removals'][number];
export type TermLicence = Assignment['after'];

/** What licences are assigned to: the lists of a project. */
export type Of = 'devices' | 'users';

/** The lists of each: all, and those that stand alike (A5). */
export const lists = ['all', 'licensed', 'expired', 'unlicensed'] as const;
export type List = (typeof lists)[number];
export type State = Exclude<List, 'all'>;

/** So many go in one request; more are a batch. */
export const mostAtOnce = 200;

import type { ItemOf, ValueOf } from '../../lib/types.ts';

export type Assignee = ItemOf<'list-assignments'>;
export type PoolLicence = ItemOf<'list-pool-licenses'>;
export type PoolGroup = ValueOf<'list-pool'>['items'][number];
export type Assignment = ValueOf<'assign-licenses'>['assignments'][number];
export type Removal = ValueOf<'unassign-licenses'>['removals'][number];
export type TermLicence = Assignment['after'];

/** What licences are assigned to: the lists of a project. */
export type Of = 'devices' | 'users';

/** The three lists of each (A5). */
export const states = ['licensed', 'expired', 'unlicensed'] as const;
export type State = (typeof states)[number];

/** So many go in one request; more are a batch. */
export const mostAtOnce = 200;

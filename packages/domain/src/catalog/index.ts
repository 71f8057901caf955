export type * from './issue.ts';
export type * from './pack.ts';

export * from './decide.ts';
export * from './grant.ts';
export type * from './types.ts';

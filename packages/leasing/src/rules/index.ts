export * from './decide.ts';
export * from './grant.ts';
export * from './names.ts';
export type * from './types.ts';

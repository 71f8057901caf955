export * from './decide.ts';
export type * from './types.ts';

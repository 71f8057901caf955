export type * from './state.ts';
export type * from './types.ts';

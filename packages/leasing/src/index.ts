export * from './engine.ts';
export type { CounterRules, Whom } from './rules/types.ts';

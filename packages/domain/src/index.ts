/** The rules of Muniment: pure functions over plain data. No clock, no randomness, no I/O, no promise. */
export * from './refusal/index.ts';

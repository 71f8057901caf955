/** The rules of Muniment: pure functions over plain data. No clock, no randomness, no I/O, no promise. */
export * from './catalog/index.ts';
export * from './clock/index.ts';
export * from './endpoints/index.ts';
export * from './entitlements/index.ts';
export * from './external-files/index.ts';
export * from './fingerprint/index.ts';
export * from './identity/index.ts';
export * from './imports/index.ts';
export * from './ledger/index.ts';
export * from './license-keys/index.ts';
export * from './refusal/index.ts';
export * from './terms/index.ts';

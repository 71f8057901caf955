export * from './flight.ts';
export * from './lock.ts';
export * from './migrate.ts';
export * from './pool.ts';
export * from './roles.ts';
export * from './supervisor.ts';
export * from './transaction.ts';
export * from './unavailable.ts';

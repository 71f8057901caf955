export { type LoadedHolding, toHoldings } from './holdings.ts';
export { type About, recordAct, recordOperation } from './record-operation.ts';
export {
  accountsById,
  accountsOf,
  balancesAsOf,
  balancesOf,
  balancesOfPairs,
  ensureAccounts,
  findAccounts,
  type LotFacts,
  loadLots,
  lockBalances,
} from './store.ts';
export { orderNumberFor, toMovements } from './movements.ts';
export { ownerNames } from './store.ts';

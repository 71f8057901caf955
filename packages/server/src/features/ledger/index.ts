export { type LoadedHolding, toHoldings } from './holdings.ts';
export { type About, recordAct, recordOperation } from './record-operation.ts';
export {
  accountsById,
  accountsHolding,
  accountsOf,
  balancesAsOf,
  balancesOf,
  balancesOfPairs,
  ensureAccounts,
  findAccounts,
  lockBalances,
} from './store.ts';
export { orderNumberFor, toMovements } from './movements.ts';
export { ownerNames } from './store.ts';
export { ledgerRoutes } from './routes.ts';
export { type LotFacts, loadLots } from './lot-store.ts';

export { recordAct, recordOperation, type About } from './record-operation.ts';
export {
  accountsById,
  accountsOf,
  balancesAsOf,
  balancesOf,
  ensureAccounts,
  findAccounts,
  loadLots,
  lockBalances,
  placeKey,
  type LotFacts,
} from './store.ts';

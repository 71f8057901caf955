export { type About, recordAct, recordActs, recordOperation } from './record-operation.ts';
export { builtUponSql, deliveredSql, makersOf, type StandingRow } from './standing-store.ts';
export {
  accountsById,
  accountsHolding,
  accountsOf,
  balancesAsOf,
  balancesOf,
  balancesOfPairs,
  ensureAccounts,
  findAccounts,
  lastAgreement,
  lockBalances,
  type StoredBalance,
} from './store.ts';

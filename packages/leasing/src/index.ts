export {
  type Away,
  type Borrowable,
  type Borrowed,
  type BorrowRefusal,
  type BorrowRules,
  decideBorrow,
  decideDocument,
  decideRecall,
  type SeatStep,
  type Stock,
} from './borrow/decide.ts';
export { type Ending, endLease, lockLease } from './end/store.ts';
export * from './engine.ts';
export { judgeOveruseAt, overAfter, overuseEnded } from './overuse/store.ts';
export type { CounterRules, Whom } from './rules/types.ts';
export { type LeasingWithin, leasingWithin } from './within.ts';

export {
  type Borrowable,
  type Borrowed,
  type BorrowRefusal,
  type BorrowRules,
  decideBorrow,
  decideDocument,
  decideRecall,
  type SeatStep,
} from './borrow/decide.ts';
export { type Ending, endLease, lockLease } from './end/store.ts';
export * from './engine.ts';
export type { CounterRules, Whom } from './rules/types.ts';

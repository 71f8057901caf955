import type { TermRules } from '@muniment/domain/catalog';

/** Rules of term licences as a pack has them that says nothing of them. */
export const usualTerms: TermRules = {
  unassign: { roundUpDays: 1, countLastDay: true, deductDays: 1 },
  combine: true,
  split: true,
  transfer: { toOthers: true, lapseDays: 14 },
  noticeDays: [60, 30, 7],
  extendDaysBefore: 1,
};

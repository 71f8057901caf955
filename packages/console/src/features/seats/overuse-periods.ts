import { dayBefore, daysAfter } from '../../lib/format.ts';

export const periods = ['this-quarter', 'last-quarter', 'this-year', 'last-year'] as const;
export type Period = (typeof periods)[number];

const two = (month: number) => String(month).padStart(2, '0');

/** First and last day of a period by which over-use is charged, seen from a day. */
export function daysOf(period: Period, today: string): { readonly from: string; readonly to: string } {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  if (period === 'this-year') return { from: `${year}-01-01`, to: `${year}-12-31` };
  if (period === 'last-year') return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  const from = `${year}-${two(month - ((month - 1) % 3))}-01`;
  if (period === 'last-quarter') return { from: daysOf('this-quarter', dayBefore(from)).from, to: dayBefore(from) };
  // The longest quarter has 92 days: a day of the next one is safely found, and it begins with the first.
  const next = daysAfter(from, 95);
  return { from, to: dayBefore(`${next.slice(0, 7)}-01`) };
}

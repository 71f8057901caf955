import { exitCodes, reportProblem, shortText, UsageError } from '@muniment/cli';
import { askingOf, type CommonOptions, type Here, save, tell, tellFailure } from '../context.ts';
import { letIn, type SeatOptions, settingsOf, wishOf } from './settings.ts';

export interface BorrowOptions extends SeatOptions {
  readonly until?: string;
  readonly days?: string;
}

/** The end of a day on this computer's calendar, or the time that is said. */
function instantOf({ say }: Here, text: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const at = day === undefined ? new Date(text) : new Date(Number(year), Number(month) - 1, Number(day) + 1);
  if (Number.isNaN(at.getTime())) throw new UsageError(say.noUntil(text));
  return at.toISOString();
}

function untilOf(here: Here, { until, days }: BorrowOptions): string | { readonly days: number } {
  if ((until === undefined) === (days === undefined)) throw new UsageError(here.say.noEnd);
  if (until !== undefined) return instantOf(here, until);
  const count = Number(days);
  if (!(count > 0)) throw new UsageError(here.say.noDays(days!));
  return { days: count };
}

/** `muniment borrow FEATURE`: seats that work without a network (C7). */
export async function borrow(given: Here, options: BorrowOptions, feature: string): Promise<number> {
  const { agent, say } = given;
  const wish = { ...wishOf(given, feature, options), until: untilOf(given, options) };
  const entered = await letIn(given, options);
  if (!entered.ok) return tellFailure(given, entered);
  const here = entered.value;
  const done = await agent.borrow(await settingsOf(here, options), wish, askingOf(here));
  if (!done.ok) return tellFailure(here, done);
  const { borrowedUntil, documentUntil, renewalsLeft } = done.value;
  const lines = [`${say.borrowedUntil} ${shortText(borrowedUntil)}`];
  if (documentUntil !== borrowedUntil) lines.push(`${say.documentUntil} ${shortText(documentUntil)}`);
  if (renewalsLeft !== null) lines.push(`${say.prolongationsLeft} ${renewalsLeft}`);
  tell(here, done.value, lines.join('\n'));
  return exitCodes.ok;
}

export interface ReturnOptions extends CommonOptions, Pick<SeatOptions, 'server'> {
  readonly file?: string;
}

/** What is known before anything is removed. */
const isNotBegun = (code: string): boolean => code === 'unreachable' || code === 'no-seat-key' || code === 'no-server';

/** Whoever cannot give back now has the seat still, and is told how it goes without a network. */
function tellNotBegun({ agent, io, json, language, say }: Here, failure: Parameters<typeof agent.problemIn>[0]): number {
  return reportProblem(io, { requestId: '', ...agent.problemIn(failure, language), nextStep: say.returnNotBegun }, json);
}

/** `muniment return`: borrowed seats back before their time, over the network or by a receipt that is carried (C7). */
export async function giveBack(here: Here, options: ReturnOptions, leaseId: string | undefined): Promise<number> {
  const { agent, say } = here;
  const settings = await settingsOf(here, options);
  if (options.file !== undefined) {
    const made = await agent.returnFile(settings, leaseId);
    if (!made.ok) return tellFailure(here, made);
    const file = save(here, made.value.fileName, made.value.text, options.file);
    tell(here, { file, leaseId: made.value.leaseId, feature: made.value.feature }, `${file}\n${say.returnNext}`);
    return exitCodes.ok;
  }
  const done = await agent.returnBorrowed(settings, leaseId, askingOf(here));
  if (!done.ok) return 'refusal' in done && isNotBegun(done.refusal.code) ? tellNotBegun(here, done) : tellFailure(here, done);
  tell(here, done.value, `${say.seatReturned} ${done.value.feature}`);
  return exitCodes.ok;
}

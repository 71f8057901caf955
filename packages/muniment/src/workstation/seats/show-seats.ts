import { exitCodes, table } from '@muniment/cli';
import { type Agent, type Here, tell } from '../context.ts';
import { brieflyAsking, settingsOf } from './settings.ts';

type Borrowed = Extract<Awaited<ReturnType<Agent['borrowedHere']>>, { ok: true }>['value'];

/** What is borrowed here; on the network what is over goes back first, and what is due is renewed (C7). */
export async function borrowedSeats(here: Here, offline: boolean) {
  const { agent, place } = here;
  // Where nobody answers, what is here is still told.
  if (!offline) await agent.synchronise(await settingsOf(here, {}), brieflyAsking(here));
  return agent.borrowedHere(place);
}

/** Borrowed seats for people: until when each is away, and what is to be done. */
export function seatLines({ io, agent, language, say }: Here, { seats }: Borrowed): readonly string[] {
  const named = say.columns;
  const advice = agent.adviceOnSeats(seats, language);
  const rows = seats.map(({ feature, seats: count, leaseId, borrowedUntil, documentUntil }, index) => ({
    [named.feature]: feature,
    [named.seats]: String(count),
    [named.borrowed]: borrowedUntil ?? '',
    [named.document]: documentUntil ?? '',
    [named.state]: advice[index]!.code ?? say.seatHolds,
    [named.lease]: leaseId,
  }));
  const steps = advice.filter(({ ok }) => !ok).flatMap(({ code, found, nextStep }) => [`${code}: ${found}`, `${say.next}: ${nextStep}`]);
  return [table(io, rows), ...steps];
}

export const isUsable = ({ seats }: Borrowed): boolean => seats.some(({ code }) => code === 'valid');

/** A workstation that has no licence of its own, and seats. */
export function statusOfSeats(here: Here, borrowed: Borrowed): number {
  const valid = isUsable(borrowed);
  tell(here, { valid, code: 'not-set-up', borrowed: borrowed.seats, folder: here.folder }, seatLines(here, borrowed).join('\n'));
  return valid ? exitCodes.ok : exitCodes.problem;
}

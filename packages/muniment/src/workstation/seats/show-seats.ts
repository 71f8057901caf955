import { exitCodes, table } from '@muniment/cli';
import { type Agent, type Here, tell } from '../context.ts';
import { inFolder } from '../whose.ts';
import { brieflyAsking, settingsOf } from './settings.ts';

type Borrowed = Extract<Awaited<ReturnType<Agent['borrowedHere']>>, { ok: true }>['value'];

/** What is borrowed here, and in the folder that is no product's; on the network what is over goes back first, and what is due is renewed (C7). */
export async function borrowedSeats(here: Here, offline: boolean) {
  const { agent, found, place } = here;
  const first = found?.places.first ?? place.folder;
  const all: Borrowed[] = [];
  for (const folder of new Set([place.folder, first])) {
    const there = inFolder(here, folder);
    // Where nobody answers, what is here is still told.
    if (!offline) await agent.synchronise(await settingsOf(there, {}), brieflyAsking(there));
    const borrowed = await agent.borrowedHere(there.place);
    if (!borrowed.ok) return borrowed;
    all.push(borrowed.value);
  }
  const [servers, seats] = [all.flatMap((one) => one.servers), all.flatMap((one) => one.seats)];
  return { ok: true as const, value: { seats, servers: [...new Set(servers)], vendor: all.find(({ vendor }) => vendor)?.vendor ?? null } };
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

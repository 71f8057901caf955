import { exitCodes, table } from '@muniment/cli';
import { type Agent, type Here, tell } from '../context.ts';
import { inFolder } from '../whose.ts';
import { brieflyAsking, settingsOf } from './settings.ts';

/** What is told of borrowed seats. */
type Shown = Pick<Borrowed, 'seats' | 'ended'>;

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
  const vendor = all.find((one) => one.vendor)?.vendor ?? null;
  return { ok: true as const, value: { seats, ended: all.flatMap((one) => one.ended), servers: [...new Set(servers)], vendor } };
}

/** Borrowed seats for people: until when each is away, and what is to be done. */
export function seatLines({ io, agent, language, say }: Here, { seats, ended }: Shown): readonly string[] {
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
  return [...ended.map((one) => agent.endingIn(one, language)), ...(rows.length > 0 ? [table(io, rows)] : []), ...steps];
}

/** Whether anything is to be told of borrowed seats. */
export const isTold = ({ seats, ended }: Shown): boolean => seats.length + ended.length > 0;

/** What people were told once is told no more. */
export async function forgetTold({ agent, found, place }: Here, { ended }: Shown): Promise<void> {
  for (const folder of new Set([place.folder, found?.places.first ?? place.folder])) await agent.forgetEnded(folder, ended);
}

export const isUsable = ({ seats }: Pick<Borrowed, 'seats'>): boolean => seats.some(({ code }) => code === 'valid');

/** A workstation that has no licence of its own, and seats. */
export async function statusOfSeats(here: Here, borrowed: Borrowed): Promise<number> {
  const valid = isUsable(borrowed);
  tell(
    here,
    { valid, code: 'not-set-up', borrowed: borrowed.seats, ended: borrowed.ended, folder: here.folder },
    seatLines(here, borrowed).join('\n'),
  );
  await forgetTold(here, borrowed);
  return valid ? exitCodes.ok : exitCodes.problem;
}

import { exitCodes, table } from '@muniment/cli';
import { type Agent, type Here, tell } from '../context.ts';
import { inFolder } from '../whose.ts';
import { brieflyAsking, settingsOf } from './settings.ts';

type Learnt = Extract<Awaited<ReturnType<Agent['synchronise']>>, { ok: true }>['value'][number];

type Borrowed = Extract<Awaited<ReturnType<Agent['borrowedHere']>>, { ok: true }>['value'] & {
  /** What the server said just now of seats that are not here any more, or are called back. */
  readonly learnt?: readonly Learnt[];
};

/** What is borrowed here, and in the folder that is no product's; on the network what is over goes back first, and what is due is renewed (C7). */
export async function borrowedSeats(here: Here, offline: boolean) {
  const { agent, found, place } = here;
  const first = found?.places.first ?? place.folder;
  const all: Borrowed[] = [];
  const learnt: Learnt[] = [];
  for (const folder of new Set([place.folder, first])) {
    const there = inFolder(here, folder);
    // Where nobody answers, what is here is still told.
    const heard = offline ? null : await agent.synchronise(await settingsOf(there, {}), brieflyAsking(there));
    if (heard?.ok) learnt.push(...heard.value.filter(({ what }) => what !== 'kept' && what !== 'renewed'));
    const borrowed = await agent.borrowedHere(there.place);
    if (!borrowed.ok) return borrowed;
    all.push(borrowed.value);
  }
  const [servers, seats] = [all.flatMap((one) => one.servers), all.flatMap((one) => one.seats)];
  const vendor = all.find((one) => one.vendor)?.vendor ?? null;
  return { ok: true as const, value: { seats, servers: [...new Set(servers)], vendor, learnt } };
}

/** Borrowed seats for people: until when each is away, and what is to be done. */
export function seatLines({ io, agent, language, say }: Here, { seats, learnt = [] }: Borrowed): readonly string[] {
  const named = say.columns;
  const news = learnt.flatMap(({ what, feature }) => (what === 'kept' || what === 'renewed' ? [] : [`${say.seatLearnt[what]} ${feature}`]));
  if (seats.length === 0) return news;
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
  return [table(io, rows), ...steps, ...news];
}

/** Whether there is anything to be told of seats: also that they are gone. */
export const hasNews = ({ seats, learnt = [] }: Borrowed): boolean => seats.length > 0 || learnt.length > 0;

export const isUsable = ({ seats }: Borrowed): boolean => seats.some(({ code }) => code === 'valid');

/** A workstation that has no licence of its own, and seats. */
export function statusOfSeats(here: Here, borrowed: Borrowed): number {
  const valid = isUsable(borrowed);
  const { seats, learnt = [] } = borrowed;
  tell(here, { valid, code: 'not-set-up', borrowed: seats, learnt, folder: here.folder }, seatLines(here, borrowed).join('\n'));
  return valid ? exitCodes.ok : exitCodes.problem;
}

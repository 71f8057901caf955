import { createClient, unwrap } from '@muniment/client';
import type { Child } from '../lib/child.ts';
import { type Figure, interleave, median, middleP50, middleP99, middleRate, ratioOf, type Slice } from '../lib/figures.ts';
import type { Office } from '../lib/office.ts';
import { leasesRoot } from '../lib/seat-load.ts';
import { idOf, type SeatFeature } from '../lib/seats-pack.ts';
import { openSeatFiller, type SeatFiller } from '../lib/seats-store.ts';
import { tidy } from '../lib/store.ts';
import type { LoadAnswer, LoadOrder } from '../load.ts';
import { staticLeases } from '../server.ts';
import { connections, type Pace } from './validations.ts';

type Load = Child<LoadOrder, LoadAnswer>;

/** Connections to the database of those who commit row by row. */
const committers = 10;

const count = (value: number) => Math.round(value).toLocaleString('en-US');
const speed = (slices: readonly Slice[]) =>
  `${count(middleRate(slices))}/s, p50 ${middleP50(slices).toFixed(1)} ms, p99 ${middleP99(slices).toFixed(1)} ms`;

/** What the static answers say: what the product said to the same questions. */
async function fixAnswers({ url, token, server }: Office): Promise<void> {
  const client = createClient({ baseUrl: url, credential: token });
  const leaseId = 'lse_0190aaaa-0000-7000-8000-00000000bbbb' as const;
  const lease = unwrap(await client.checkOutSeat({ leaseId, feature: idOf('few'), user: 'user-10', host: 'pc-10' }));
  const beat = unwrap(await client.heartbeatSeats({ leases: [{ leaseId }] }));
  const release = unwrap(await client.releaseSeat({ leaseId }));
  if (!lease.granted || !release.released) throw new Error(`no seat to begin with: ${lease.code}`);
  await server.order({ fix: lease, of: 'checkOut' });
  await server.order({ fix: beat, of: 'heartbeat' });
  await server.order({ fix: release, of: 'release' });
}

function slicesOf(load: Load, { url, token, connection, of }: Office) {
  const target = { url, token, connections };
  return {
    pairs: (root: string, feature: SeatFeature, seconds: number) =>
      load.order({ kind: 'seat-pairs', root, feature: idOf(feature), ...target, seconds }),
    beats: (root: string, leaseIds: readonly string[], seconds: number) =>
      load.order({ kind: 'beats', root, leaseIds, ...target, seconds }),
    engine: (feature: SeatFeature, seconds: number, { batched = true, release = true } = {}) =>
      load.order({ kind: 'engine', database: connection, of: of(feature), batched, release, callers: connections, seconds }),
    commits: (seconds: number) =>
      load.order({ kind: 'commits', database: connection, connections: committers, callers: connections, seconds }),
    claims: (feature: SeatFeature, clients: number) =>
      load.order({ kind: 'claims', feature: idOf(feature), ...target, connections: clients, seconds: 60 }),
  };
}
type Slices = ReturnType<typeof slicesOf>;

/** Pairs and heartbeats over HTTP, against answers of the same bytes that are known beforehand, behind the same check of the same key. */
async function measureRequests(slices: Slices, beating: readonly string[], { rounds, seconds }: Pace): Promise<Figure[]> {
  const measures = {
    fixedPairs: () => slices.pairs(staticLeases, 'few', seconds),
    pairs: () => slices.pairs(leasesRoot, 'few', seconds),
    ruledPairs: () => slices.pairs(leasesRoot, 'fewRuled', seconds),
    fixedBeats: () => slices.beats(staticLeases, beating, seconds),
    beats: () => slices.beats(leasesRoot, beating, seconds),
  };
  for (const measure of Object.values(measures)) await measure();
  const { fixedPairs, pairs, ruledPairs, fixedBeats, beats } = await interleave(rounds, measures);
  const answers = fixedPairs.map((slice) => ({ ...slice, rate: 2 * slice.rate }));
  return [
    {
      what: 'check-out + release, two requests, against one static answer',
      value: ratioOf(pairs, answers),
      unit: 'x',
      aim: { atLeast: 0.38 },
      note: speed(pairs),
    },
    {
      what: 'the same against two static answers',
      value: ratioOf(pairs, fixedPairs),
      unit: 'x',
      note: `static pairs ${speed(fixedPairs)}`,
    },
    { what: 'the same where rules decide', value: ratioOf(ruledPairs, answers), unit: 'x', note: speed(ruledPairs) },
    {
      what: 'heartbeats against a static answer',
      value: ratioOf(beats, fixedBeats),
      unit: 'x',
      aim: { atLeast: 0.79 },
      note: `${speed(beats)}; static ${speed(fixedBeats)}`,
    },
  ];
}

/** Check-outs of the engine, each a durable lease, against rows committed one by one in the same database. */
async function measureCommits(slices: Slices, { rounds, seconds }: Pace): Promise<Figure[]> {
  const alone = { batched: false, release: true };
  await slices.commits(0.3);
  await slices.engine('few', 0.3);
  await slices.engine('few', 0.3, alone);
  const { commits, pairs, single } = await interleave(rounds, {
    commits: () => slices.commits(seconds),
    pairs: () => slices.engine('few', seconds),
    single: () => slices.engine('few', seconds, alone),
  });
  const acts = pairs.map((slice) => ({ ...slice, rate: 2 * slice.rate }));
  return [
    {
      what: 'check-outs and releases of one counter against single commits',
      value: ratioOf(acts, commits),
      unit: 'x',
      aim: { atLeast: 4 },
      note: `${count(middleRate(acts))}/s; commits ${count(middleRate(commits))}/s`,
    },
    {
      what: 'the same against check-outs and releases of a transaction each',
      value: ratioOf(pairs, single),
      unit: 'x',
      note: speed(single),
    },
  ];
}

/** What more seats, and more programs that hold some, cost each check-out and release. */
async function measureSize(slices: Slices, { rounds, seconds }: Pace): Promise<Figure[]> {
  const names = ['few', 'many', 'fewRuled', 'manyRuled'] as const;
  for (const name of names) await slices.engine(name, 0.5);
  const taken = await interleave(rounds, {
    few: () => slices.engine('few', seconds),
    many: () => slices.engine('many', seconds),
    fewRuled: () => slices.engine('fewRuled', seconds),
    manyRuled: () => slices.engine('manyRuled', seconds),
  });
  const cost = (few: readonly Slice[], many: readonly Slice[]) => median(few.map(({ rate }, round) => rate / many[round]!.rate));
  return [
    {
      what: 'cost of check-out + release with 100,000 seats, 99,900 held, against 100, 30 held',
      value: cost(taken.few, taken.many),
      unit: 'x',
      aim: { atMost: 1.2 },
      note: `${speed(taken.few)}; ${speed(taken.many)}`,
    },
    {
      what: 'the same where rules decide',
      value: cost(taken.fewRuled, taken.manyRuled),
      unit: 'x',
      aim: { atMost: 1.2 },
      note: `${speed(taken.fewRuled)}; ${speed(taken.manyRuled)}`,
    },
  ];
}

/** What it costs to take back the seats of 10,000 programs that died, while others come and go. */
async function measureSweep(slices: Slices, { of }: Office, filler: SeatFiller, rounds: number): Promise<Figure> {
  const died = 10_000;
  const before = await filler.count(of('storm'));
  await slices.pairs(leasesRoot, 'few', 0.5);
  const { without, sweeping } = await interleave(rounds, {
    without: () => slices.pairs(leasesRoot, 'storm', 1.5),
    sweeping: async () => {
      await filler.hold(of('storm'), died - 100, -1);
      return slices.pairs(leasesRoot, 'storm', 1.5);
    },
  });
  const after = await filler.count(of('storm'));
  if (after.leases !== before.leases || after.used !== before.used) throw new Error(`${after.leases} leases are left of ${before.leases}`);
  return {
    what: `cost of check-out + release while ${count(died)} run-out leases are swept`,
    value: median(without.map(({ rate }, round) => rate / sweeping[round]!.rate)),
    unit: 'x',
    aim: { atMost: 1.2 },
    note: `${speed(without)}; ${speed(sweeping)}`,
  };
}

/** Pairs of an hour at a hundred a second, one after the other as fast as it goes; nobody tidies up but the database itself. */
async function measureChurn(slices: Slices, { rounds, seconds }: Pace): Promise<Figure> {
  const [whole, slice] = [360_000, 5];
  const look = async () =>
    interleave(rounds, { fixed: () => slices.pairs(staticLeases, 'few', seconds), pairs: () => slices.pairs(leasesRoot, 'few', seconds) });
  const before = await look();
  let done = 0;
  while (done < whole) done += (await slices.engine('few', slice)).done;
  const after = await look();
  return {
    what: `cost of check-out + release after ${count(done)} of them, against before`,
    value: ratioOf(before.pairs, before.fixed) / ratioOf(after.pairs, after.fixed),
    unit: 'x',
    aim: { atMost: 1.2 },
    note: `${speed(before.pairs)}; ${speed(after.pairs)}`,
  };
}

/** Everybody starts work at nine: so many programs, each with a connection of its own, and exactly as many seats. */
async function measureStorm(slices: Slices, { of }: Office, filler: SeatFiller): Promise<Figure> {
  const clients = 10_000;
  const { done, rate, p50, p99 } = await slices.claims('storm', clients);
  const { leases, used } = await filler.count(of('storm'));
  if (done !== clients || leases !== clients || used !== clients)
    throw new Error(`${done} were granted, ${leases} are held, ${used} counted`);
  return {
    what: `${count(clients)} programs take the last ${count(clients)} seats at once, all of them granted`,
    value: clients / rate,
    unit: 's',
    aim: { atMost: 60 },
    note: `${count(rate)}/s, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, connections included`,
  };
}

/** Seats: taken, kept, given back (C3). */
export async function measureSeats(office: Office, load: Load, pace: Pace): Promise<Figure[]> {
  const filler = openSeatFiller(office.connection);
  try {
    await fixAnswers(office);
    const beating = await filler.hold(office.of('many'), 99_900, 3600);
    await filler.hold(office.of('manyRuled'), 99_900, 3600);
    for (const name of ['few', 'fewRuled'] as const) await filler.hold(office.of(name), 30, 3600);
    await tidy(office.pool);
    const slices = slicesOf(load, office);
    return [
      ...(await measureRequests(slices, beating.slice(0, 1000), pace)),
      ...(await measureCommits(slices, pace)),
      ...(await measureSize(slices, pace)),
      await measureSweep(slices, office, filler, pace.rounds),
      await measureChurn(slices, pace),
      await measureStorm(slices, office, filler),
    ];
  } finally {
    await filler.end();
  }
}

import type { Child } from '../lib/child.ts';
import { type Figure, interleave, median, middleP50, middleP99, middleRate, ratioOf } from '../lib/figures.ts';
import { tidy } from '../lib/store.ts';
import type { World } from '../lib/world.ts';
import type { LoadAnswer, LoadOrder } from '../load.ts';
import { connections, type Pace } from './validations.ts';

/** Connections that a server has to its database. */
const databaseConnections = 10;

export interface Bin {
  readonly world: World;
  readonly lots: number;
}

/** Attach and activate, each a durable act, against rows committed one by one in the same database, with few and with many lots in the bin. */
export async function measureActs(load: Child<LoadOrder, LoadAnswer>, small: Bin, large: Bin, pace: Pace): Promise<Figure[]> {
  const commits = ({ world }: Bin, seconds: number) =>
    load.order({ kind: 'commits', database: world.connection, connections: databaseConnections, callers: connections, seconds });
  const pairs = ({ world }: Bin, seconds: number) => world.license(load, 1000 * seconds, seconds, connections);
  for (const bin of [small, large]) {
    await commits(bin, 0.5);
    await pairs(bin, 2);
    await tidy(bin.world.pool);
    await pairs(bin, 1);
  }
  const slices = await interleave(pace.rounds, {
    fewCommits: () => commits(small, pace.seconds / 2),
    few: () => pairs(small, pace.seconds),
    manyCommits: () => commits(large, pace.seconds / 2),
    many: () => pairs(large, pace.seconds),
  });
  const { few, many } = slices;
  const speed = (taken: typeof few) =>
    `${middleRate(taken).toFixed(0)}/s, p50 ${middleP50(taken).toFixed(0)} ms, p99 ${middleP99(taken).toFixed(0)} ms`;
  const against = (bin: Bin, taken: typeof few, bare: typeof few): Figure => ({
    what: `attach + activate with ${bin.lots.toLocaleString('en-US')} lots in the bin, against bare commits`,
    value: ratioOf(taken, bare),
    unit: 'x',
    note: `${speed(taken)}; bare commits ${middleRate(bare).toFixed(0)}/s`,
  });
  return [
    against(small, few, slices.fewCommits),
    against(large, many, slices.manyCommits),
    {
      what: 'cost of attach + activate with many lots against few',
      value: median(few.map(({ rate }, round) => rate / many[round]!.rate)),
      unit: 'x',
      aim: { atMost: 1.3 },
    },
  ];
}

/** Pages that people wait for, with many lots in the bin. */
export async function measurePages(load: Child<LoadOrder, LoadAnswer>, { world, lots }: Bin, seconds: number): Promise<Figure[]> {
  const { url, token, orderNumbers } = world;
  const at = (share: number) => orderNumbers[Math.floor((orderNumbers.length - 1) * share)]!;
  const pages: Readonly<Record<string, readonly string[]>> = {
    'the first page of the bin': ['/v1/bin'],
    'the bin, oldest first': ['/v1/bin?sort=shipped'],
    'a search in the bin for an order number': [0.1, 0.5, 0.9].map((share) => `/v1/bin?q=${at(share)}`),
    'an order by its number': [0.1, 0.5, 0.9].map((share) => `/v1/orders/${at(share)}`),
  };
  const figures: Figure[] = [];
  for (const [what, paths] of Object.entries(pages)) {
    const requests = paths.map((path) => ({ method: 'GET' as const, path }));
    const { p50, p99 } = await load.order({ kind: 'requests', requests, mustHave: '"salesOrder"', url, token, connections: 1, seconds });
    figures.push({ what: `${what} with ${lots.toLocaleString('en-US')} lots`, value: p50, unit: 'ms', note: `p99 ${p99.toFixed(0)} ms` });
  }
  return figures;
}

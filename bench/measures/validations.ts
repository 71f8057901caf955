import { createClient, unwrap } from '@muniment/client';
import type { Child } from '../lib/child.ts';
import { type Figure, interleave, middleP50, middleP99, middleRate, ratioOf } from '../lib/figures.ts';
import { tidy } from '../lib/store.ts';
import type { Device, World } from '../lib/world.ts';
import type { LoadAnswer, LoadOrder } from '../load.ts';
import { staticPath } from '../server.ts';

export interface Pace {
  readonly rounds: number;
  readonly seconds: number;
}

export const connections = 64;

/** Online validation against an answer of the same bytes that is known beforehand, behind the same check of the same key. */
export async function measureValidations(world: World, load: Child<LoadOrder, LoadAnswer>, count: number, pace: Pace): Promise<Figure[]> {
  const { product, url, validateKey: token } = world;
  const devices = world.bare.slice(0, count);
  const licensed = await world.license(load, count, 120, connections);
  if (licensed.done !== devices.length) throw new Error(`only ${licensed.done} of ${devices.length} devices were licensed`);
  await tidy(world.pool);
  const bodyOf = ({ hardwareKey }: Device) => JSON.stringify({ product: product.id, hardwareKey });
  const one = await createClient({ baseUrl: url, credential: token }).validateLicense({
    product: product.id,
    hardwareKey: devices[0]!.hardwareKey,
  });
  await world.server.order({ fix: unwrap(one), of: 'validate' });

  const slice = (path: string, bodies: readonly string[], seconds: number) =>
    load.order({
      kind: 'requests',
      requests: bodies.map((body) => ({ method: 'POST', path, body })),
      mustHave: '"valid":true',
      url,
      token,
      connections,
      seconds,
    });
  const [all, single] = [devices.map(bodyOf), [bodyOf(devices[0]!)]];
  for (const path of [staticPath, '/v1/validate']) await slice(path, all, 1.5);
  const { fixed, many, same } = await interleave(pace.rounds, {
    fixed: () => slice(staticPath, all, pace.seconds),
    many: () => slice('/v1/validate', all, pace.seconds),
    same: () => slice('/v1/validate', single, pace.seconds),
  });
  const speed = (slices: typeof fixed) =>
    `${Math.round(middleRate(slices)).toLocaleString('en-US')}/s, p50 ${middleP50(slices).toFixed(1)} ms, p99 ${middleP99(slices).toFixed(1)} ms`;
  return [
    {
      what: `validations of ${devices.length.toLocaleString('en-US')} devices against a static answer`,
      value: ratioOf(many, fixed),
      unit: 'x',
      aim: { atLeast: 0.85 },
      note: speed(many),
    },
    {
      what: 'validations of one device against a static answer',
      value: ratioOf(same, fixed),
      unit: 'x',
      aim: { atLeast: 0.85 },
      note: speed(same),
    },
    { what: 'static answers', value: middleRate(fixed), unit: '/s', note: speed(fixed) },
  ];
}

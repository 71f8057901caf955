import { startChild } from './lib/child.ts';
import { type Figure, lineOf } from './lib/figures.ts';
import { makeOffice } from './lib/office.ts';
import { openPlace } from './lib/place.ts';
import { makeWorld } from './lib/world.ts';
import type { LoadAnswer, LoadOrder } from './load.ts';
import { measureActs, measurePages } from './measures/acts.ts';
import { measureAudit } from './measures/audit.ts';
import { measureImports } from './measures/imports.ts';
import { measureSeats } from './measures/seats.ts';
import { measureSigning } from './measures/signing.ts';
import { measureStarts } from './measures/starts.ts';
import { measureValidations } from './measures/validations.ts';

/** What can be measured alone: `npm run bench -- validations`. */
const names = ['signing', 'starts', 'audit', 'imports', 'seats', 'validations', 'acts'] as const;
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(names as readonly string[]).includes(name));
if (unknown !== undefined) throw new Error(`There is no measure ${unknown}; the measures are ${names.join(', ')}.`);
const isWanted = (name: (typeof names)[number]) => wanted.length === 0 || wanted.includes(name);

function tell(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`);
  for (const figure of figures) console.log(lineOf(figure));
}

/** Lots in the two bins: the cost of an act must not follow them. */
const linesPerOrder = 10;
const [few, many] = [1_000, 1_000_000];
/** Lots of the ledger that is audited. */
const audited = 100_000;

if (isWanted('signing')) tell('Licence signing', await measureSigning({ rounds: 9, seconds: 0.5 }));
if (isWanted('starts')) tell('Starts', await measureStarts(3));
if (isWanted('audit')) {
  const place = await openPlace();
  try {
    const world = await makeWorld(place, 'bench_audit', { orders: audited / linesPerOrder, linesPerOrder, devices: 1000 });
    tell('Audit', await measureAudit(world));
    await world.server.end();
  } finally {
    await place.end();
  }
}
if (isWanted('imports')) {
  const place = await openPlace();
  try {
    tell('Imports', await measureImports(place, { rows: 100_000, rounds: 3 }));
  } finally {
    await place.end();
  }
}
if (isWanted('seats')) {
  const place = await openPlace();
  const load = startChild<LoadOrder, LoadAnswer>('load.ts');
  try {
    const office = await makeOffice(place, 'bench_seats');
    tell('Seats', await measureSeats(office, load, { rounds: 5, seconds: 1.5 }));
    await office.server.end();
  } finally {
    await load.end();
    await place.end();
  }
}
if (isWanted('validations') || isWanted('acts')) {
  const place = await openPlace();
  const load = startChild<LoadOrder, LoadAnswer>('load.ts');
  try {
    const small = {
      lots: few,
      world: await makeWorld(place, 'bench_small', { orders: few / linesPerOrder, linesPerOrder, devices: 5000 }),
    };
    if (isWanted('validations')) tell('Validations', await measureValidations(small.world, load, 1000, { rounds: 7, seconds: 1.5 }));
    if (isWanted('acts')) {
      const large = {
        lots: many,
        world: await makeWorld(place, 'bench_large', { orders: many / linesPerOrder, linesPerOrder, devices: 5000 }),
      };
      tell('Attach and activate', await measureActs(load, small, large, { rounds: 4, seconds: 3 }));
      tell('Pages', await measurePages(load, large, 1.5));
      await large.world.server.end();
    }
    await small.world.server.end();
  } finally {
    await load.end();
    await place.end();
  }
}

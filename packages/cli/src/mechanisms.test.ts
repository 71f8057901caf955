import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProduct } from '@muniment/domain/catalog';
import {
  importFile,
  type RandomModel,
  randomMechanismsOf,
  setUpChannel,
  startTestServer,
  type TestServer,
  type Units,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { muniment, newFolder, type Ran } from '../test/support.ts';

// The main path of every mechanism of the pack format from the command line, with a pack that nobody has written.

// A seed whose pack has a model with terms of its own.
const seed = 513_078_498;
const random = randomMechanismsOf(seed);
const { pack } = random;
let server: TestServer;
let vendor: (...argv: string[]) => Promise<Ran>;
let dealer: typeof vendor;
let orders = 0;

beforeAll(async () => {
  server = await startTestServer();
  const channel = await setUpChannel(server, 'mechanisms', JSON.stringify(pack));
  const partner = await channel.partner('dealer', 'Dealer One');
  const as = async ({ client }: typeof partner): Promise<typeof vendor> => {
    const { secret } = await value(client.createApiKey({ name: 'cli', scopes: ['all'] }));
    return (...argv) => muniment(argv, { env: { MUNIMENT_URL: server.url, MUNIMENT_API_KEY: secret } });
  };
  [vendor, dealer] = [await as(channel.vendor), await as(partner)];
  await done(dealer('customers', 'create', '--name', 'Hotel'));
});
afterAll(() => server.stop());

/** What a command answered; one that failed fails the test with what it said. */
async function done(ran: Promise<Ran>): Promise<Ran> {
  const got = await ran;
  expect(got).toMatchObject({ code: 0, err: '' });
  return got;
}
const json = async (ran: Promise<Ran>) => JSON.parse((await done(ran)).out);

const flags = (entered: object) =>
  Object.entries(entered).flatMap(([name, text]) => [
    `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    String(text),
  ]);

async function order(units: Units): Promise<string[]> {
  const name = `SO-${++orders}`;
  const parts = Object.entries(units).flatMap(([part, quantity]) => ['--part', `${part}=${quantity}`]);
  await done(vendor('orders', 'ship', '--sales-order', name, '--receiver-id', 'dealer one', ...parts));
  return ['--order', name, ...parts];
}

/** Adds a device, as whoever reads the product's form: its key at once, or after the temporary one. Answers its id. */
async function add({ product, variant, keys, settings, trigger }: RandomModel, name: string, n: number): Promise<string> {
  const model = ['--product', product, ...(variant === null ? [] : ['--variant', variant])];
  const { id } = await json(dealer('devices', 'create', 'hotel', '--name', name, ...model, ...flags(keys.enteredFor(n)), '--json'));
  if (keys.way === 'entered-later') await done(dealer('devices', 'update', id, '--hardware-key', keys.laterFor(n)));
  if (keys.way === 'made-later') {
    if (trigger !== null) await done(dealer('licenses', 'attach', id, ...(await order({ [trigger]: 1 }))));
    const early = await dealer('licenses', 'activate', id, '--accept-agreement');
    expect(early.err).toMatch(/^hardware-key-provisional: /);
    await done(dealer('devices', 'make-key', id, '--key-input', keys.laterFor(n), '--accept-agreement'));
  }
  expect((await json(dealer('devices', 'show', id, '--json'))).hardwareKey).toMatch(keys.key);
  for (const child of settings.children.filter(({ creation, least }) => creation === 'manual' && least > 0)) {
    const mate = random.models.find((one) => one.product === child.product && one.variant === (child.variant ?? null))!;
    const entered = flags(mate.keys.enteredFor(100 + n));
    await done(dealer('devices', 'add-child', id, '--relation', child.id, '--name', 'Second', '--confirmed', ...entered));
  }
  return id;
}

const main = random.models.filter(({ below }) => !below);
const named = main.map((model, at) => [`${at}: ${model.keys.way}, ${model.settings.licenseFile.format}`, model, at] as const);

test.each(named)(`a model of seed ${seed} goes its whole way: %s`, async (_, model, at) => {
  const { settings, whole, rules, foreignPart } = model;
  const file = settings.licenseFile;
  const id = await add(model, `Site ${at}`, 2 * at + 1);
  expect((await json(dealer('devices', 'children', id, '--json'))).relations).toHaveLength(settings.children.length);
  const foreign = await dealer('licenses', 'attach', id, ...(await order({ [foreignPart]: 1 })));
  expect(foreign.err).toMatch(/^part-not-accepted: /);
  for (const { kind, rule, fits, breaks } of rules) {
    if (kind === 'single-order') continue;
    const rest = Object.entries(whole).filter(([part]) => fits[part] === undefined);
    const wrong = await order(Object.fromEntries([...rest, ...Object.entries(breaks)].filter(([, quantity]) => quantity > 0)));
    const attached = await dealer('licenses', 'attach', id, ...wrong);
    const refused = attached.code === 0 ? await dealer('licenses', 'activate', id, '--accept-agreement') : attached;
    expect(Object.values(rule.message).some((text) => refused.err.startsWith(`rule-refused: ${text}`))).toBe(true);
    if (attached.code === 0) await done(dealer('licenses', 'detach', id, ...wrong));
  }

  const lines = await order(whole);
  const made = join(newFolder(), 'made.lic');
  writeFileSync(made, 'made elsewhere');
  if (file.format === 'external' && file.delivery === 'at-once')
    await done(vendor('external-files', 'deposit', made, '--order', lines[1]!, '--product', model.product));
  await done(dealer('licenses', 'attach', id, ...lines));
  await done(dealer('licenses', 'activate', id, '--accept-agreement'));
  if (file.format !== 'external') {
    const saved = await json(dealer('licenses', 'download', id, '-o', newFolder(), '--json'));
    await done(dealer('verify', saved.file));
  } else {
    const listed = async () => (await json(dealer('external-files', 'list', '--device-id', id, '--json'))).items;
    const of = (await listed()).find((one: { order: { salesOrder: string } | null }) => one.order?.salesOrder === lines[1]);
    if (file.delivery === 'against-upload') {
      const upload = join(newFolder(), file.upload!.fileName);
      writeFileSync(upload, 'from the device');
      await done(dealer('external-files', 'upload', of.id, upload));
    }
    if (file.delivery !== 'at-once') await done(vendor('external-files', 'supply', of.id, made));
    const saved = await json(dealer('external-files', 'download', of.id, '-o', newFolder(), '--json'));
    expect(readFileSync(saved.file, 'utf8')).toBe('made elsewhere');
  }

  for (const { id: demo, starts } of settings.demos.filter((one) => one.starts === 'request')) {
    await done(dealer('demos', 'start', id, '--demo', demo, '--accept-agreement'));
    const { items } = await json(dealer('demos', 'list', id, '--json'));
    expect(items.find((one: { id: string }) => one.id === demo)).toMatchObject({ started: 1, starts });
  }

  const map = findProduct(pack, model.product, model.variant)!.import;
  if (map === undefined) return;
  const other = await add(model, `Before ${at}`, 2 * at + 2);
  const { hardwareKey } = await json(dealer('devices', 'show', other, '--json'));
  const features = map.features.map(({ code, part }) => `${code}=${whole[part]}`);
  const old = join(newFolder(), 'old.txt');
  writeFileSync(old, importFile({ product: model.product, hardwareKey, features: ['NOBODY=1'] }));
  expect((await dealer('licenses', 'import', other, old)).err).toMatch(/^import-refused: /);
  writeFileSync(old, importFile({ product: model.product, hardwareKey, features }));
  await done(dealer('licenses', 'import', other, old));
  expect((await dealer('licenses', 'import', other, old)).err).toMatch(/^import-refused: /);
});

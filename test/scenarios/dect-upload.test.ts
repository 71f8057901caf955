import { readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { type ImportFileFacts, importFile, setUpChannel, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guide, type Location, openGuide } from './support/guide.ts';

// DECT licence file upload (requirements B21, B22): the licences of a system from before release 6, once and first.

let guide: Guide;
let location: Location;

beforeAll(async () => {
  guide = await openGuide();
  location = await guide.location('DECT', 'Existing system', { hardwareKey: '1FFFFFF9' });
});
afterAll(() => guide?.server.stop());

const features = ['DAP=4', 'MSG=4', 'LOC=6'];
const fileOf = (facts: ImportFileFacts = {}) => importFile({ product: 'DECT', hardwareKey: '1FFFFFF9', features, ...facts });

/** The guide's error code and user action, as a partner sees them. */
async function errorOf(content: string, deviceId = location.id, client = guide.dealer.client) {
  const got = await client.importLicenseFile({ deviceId, content });
  if (got.ok) throw new Error('this was imported');
  const { rule } = got.problem.facts as { rule: { code: string } };
  expect([got.problem.code, got.problem.nextStep]).toEqual(['import-refused', expect.stringMatching(/\S/)]);
  return { code: rule.code, action: got.problem.nextStep };
}

describe('Error messages and what should I do?', () => {
  /** Seven of the eight come of the file or of the moment; each with what the guide says to do. */
  const mistakes: readonly (readonly [string, ImportFileFacts, string, string])[] = [
    ['of another kind of system', { product: 'SV8100' }, 'NOT_APPLICABLE', 'Contact the licence desk'],
    ['with a key that is no PARI', { hardwareKey: '2FFFFFF9' }, 'INVALID_HARDWARE_KEYCODE', '8 hexadecimal digits that begin with 1'],
    ['of another system', { hardwareKey: '1009FFFE' }, 'INVALID_HARDWARE_KEYCODE', 'such as 1009FFFE'],
    ['without licences', { features: [] }, 'INVALID_FEATURE_CODE_STRING', 'at least one IPDECT 1 AP Cap Lic (EU917062)'],
    ['with a licence nobody knows', { features: ['DAP=1', 'XYZ=1'] }, 'INVALID_FEATURE_CODE', 'Contact the licence desk'],
    ['without an access point', { features: ['MSG=4'] }, 'INVALID_FEATURE_QUANTITY', 'at least one IPDECT 1 AP Cap Lic'],
    ['with too few upgrades', { features: ['DAP=4', 'DSWU=3'] }, 'INVALID_FEATURE_QUANTITY', 'exactly as many upgrades'],
    ['with too little messaging', { features: ['DAP=4', 'MSG=3'] }, 'INVALID_FEATURE_QUANTITY', 'at least as many messaging licences'],
    ['with too little location', { features: ['DAP=4', 'LOC=3'] }, 'INVALID_FEATURE_QUANTITY', 'at least as many location licences'],
    ['from the future', { created: '2999-01-01T00:00:00Z' }, 'INVALID_FEATURE_TIMESTAMP', 'Contact the licence desk'],
  ];

  it.each(mistakes)('a file %s', async (_, facts, code, action) => {
    const error = await errorOf(fileOf(facts));
    expect(error.code).toBe(code);
    expect(error.action).toContain(action);
  });

  it('a file that was altered on the way', async () => {
    expect((await errorOf(fileOf().replace('DAP=4', 'DAP=5'))).code).toBe('INVALID_FEATURE_CODE_STRING');
  });

  it('a file that cannot be stored, or not be judged', async () => {
    const pack = await readFile('catalogs/pbx-channel/pack.yaml', 'utf8');
    const unanswerable = 'selection.units == 0 || 1 / (selection.units - selection.units) == 1';
    const packs = {
      CANNOT_WRITE_LICENSE_FILE: pack,
      UNKNOWN_ERROR: pack.replace("selection.parts['EU917062'] + active.parts['EU917062'] >= 1", unanswerable),
    };
    for (const [code, text] of Object.entries(packs)) {
      const { slug, vendorId, partner } = await setUpChannel(guide.server, code.toLowerCase().replaceAll('_', '-'), text);
      const { client } = await partner('dealer', 'Other');
      const customer = await value(client.createCustomer({ name: slug }));
      const device = await value(client.createDevice({ customerId: customer.id, name: slug, product: 'DECT', hardwareKey: '1FFFFFF9' }));
      const keys = path.join(guide.server.keyDirectory, vendorId);
      if (code === 'CANNOT_WRITE_LICENSE_FILE') await rename(keys, `${keys}.away`);
      const error = await errorOf(fileOf(), device.id, client);
      expect(error.code).toBe(code);
      expect(error.action).toContain('the licence desk');
      expect((await value(client.listDeviceLicenses({ deviceId: device.id }))).active).toEqual([]);
    }
  });
});

describe('DECT license file upload', () => {
  it('shows what was read, registers it on the PARI, and leaves the vendor a task', async () => {
    const { client } = guide.dealer;
    const preview = await value(client.importLicenseFile({ deviceId: location.id, content: fileOf(), dryRun: true }));
    expect(preview.read.features.map(({ code, quantity, part }) => [code, quantity, part])).toEqual([
      ['DAP', 4, 'EU917062'],
      ['MSG', 4, 'EXDE-MSG'],
      ['LOC', 6, 'EXDE-LOC'],
    ]);
    expect(await guide.granted(location)).toEqual({});
    await value(client.importLicenseFile({ deviceId: location.id, content: fileOf(), previewDigest: preview.outcome.digest }));
    expect(await guide.granted(location)).toEqual({ 'access-points': 4, messaging: 4, location: 6 });

    const vendor = guide.channel.vendor.client;
    const [task] = (await value(vendor.listTasks({ state: 'open' }))).items;
    expect(task).toMatchObject({ kind: 'import', device: { id: location.id, hardwareKey: '1FFFFFF9' } });
    expect(task!.text).toContain('Deactivate the PARI');
    await value(vendor.completeTask({ taskId: task!.id, note: 'Done in the old generator' }));
    expect((await value(vendor.listTasks({ state: 'open' }))).total).toBe(0);
  });

  it('happens once', async () => {
    expect((await errorOf(fileOf())).code).toBe('NOT_APPLICABLE');
  });

  it('can be expanded then with the licences of release 6', async () => {
    await guide.license(location, 'SO-RELEASE-6', { 'EXDE-DSWU': 4 });
    expect(await guide.granted(location)).toMatchObject({ 'access-points': 4, 'access-point-upgrades': 4 });
  });

  it('may come later, though not after an activation', async () => {
    const later = await guide.location('DECT', 'Later', { hardwareKey: '1FFFFFFA' });
    await guide.license(later, 'SO-LATER', { EU917062: 1 });
    expect((await errorOf(fileOf({ hardwareKey: '1FFFFFFA' }), later.id)).code).toBe('NOT_APPLICABLE');
  });
});

import { value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guide, type Location, openGuide, refusalOf } from './support/guide.ts';

// BX and OVOC (requirements B4, B7, B11): hardware and software, single and redundant, each in one zip file.

let guide: Guide;

beforeAll(async () => {
  guide = await openGuide();
});
afterAll(() => guide?.server.stop());

/** What the guide's product keys of software have in common; which one is made is nobody's to foresee. */
const made = /^[0-9A-Z]{3}[0-9A-F]{6}FF01[0-9A-Z]{2}\d$/;

/** The newest file of a location: its name, what is in it, and that it is a zip file with just these names. */
async function fileOf({ id }: Location) {
  const { client } = guide.dealer;
  const [newest] = (await value(client.listLicenseFiles({ deviceId: id }))).items;
  const file = await value(client.downloadLicense({ deviceId: id }));
  expect(Buffer.from(file.bytes.slice(0, 2)).toString()).toBe('PK');
  const text = Buffer.from(file.bytes).toString('latin1');
  for (const name of newest!.entries) expect(text).toContain(name);
  expect([file.fileName, file.bytes.length]).toEqual([newest!.fileName, newest!.bytes]);
  return { name: file.fileName, entries: newest!.entries };
}

const productKeyOf = async ({ id }: Location) => (await value(guide.dealer.client.getDevice({ deviceId: id }))).productKey;

describe('Hardware based product (B11): serial number and delivery serial number', () => {
  it('names its files after the delivery serial number', async () => {
    const { client } = guide.dealer;
    const body = { customerId: guide.customerId, name: 'BX500', product: 'BX-OVOC', variant: 'hardware', hardwareKey: '9551484' };
    const missing = await refusalOf(client.createDevice(body));
    expect([missing.code, missing.facts['role']]).toEqual(['hardware-key-missing', 'product-key']);
    expect((await refusalOf(client.createDevice({ ...body, productKey: '2729220' }))).code).toBe('hardware-key-invalid');
    const location = await guide.location('BX-OVOC', 'BX500', { variant: 'hardware', hardwareKey: '9551484', productKey: 'DT2729220' });
    await guide.license(location, 'SO-BX500', { 'EXBX-SBC-10': 2 });
    expect(await fileOf(location)).toEqual({ name: 'AA_DT2729220_out.zip', entries: ['AA_DT2729220_out.lic', 'AA_DT2729220_out.log'] });
  });
});

describe('Software based product (B11): the product key is made with the first file', () => {
  const systems = [
    ['software', 'BX9000', '358744541284567', 'EXBX-SBC-50'],
    ['ovoc', 'OVOC', '66E55234A97A', 'EXOV-DEVICE-10'],
  ] as const;

  it.each(systems)('%s: %s is entered with no product key, and keeps the one that it gets', async (variant, name, hardwareKey, part) => {
    const location = await guide.location('BX-OVOC', name, { variant, hardwareKey });
    expect(location.productKey).toBeNull();
    await guide.ship(`SO-${name}`, { [part]: 2 });
    await value(guide.attach(location, `SO-${name}`, { [part]: 1 }));
    expect(await productKeyOf(location)).toBeNull();
    await guide.activate(location);
    const key = await productKeyOf(location);
    expect(key).toMatch(made);
    expect(await fileOf(location)).toEqual({ name: `AA_${key}_out.zip`, entries: [`AA_${key}_out.lic`, `AA_${key}_out.log`] });
    await value(guide.attach(location, `SO-${name}`, { [part]: 1 }));
    await guide.activate(location);
    expect((await fileOf(location)).name).toBe(`AA_${key}_out.zip`);
    const found = await value(guide.dealer.client.listDevices({ q: key! }));
    expect(found.items.map(({ id }) => id)).toEqual([location.id]);
  });
});

describe('Redundant software based product (B7, B11): a second location below the first', () => {
  it('is licensed on the first alone, with one zip file of two licence files and a log', async () => {
    const { client } = guide.dealer;
    const primary = await guide.location('BX-OVOC', 'Primary', { variant: 'software', hardwareKey: '358744541284568' });
    const asked = { deviceId: primary.id, relation: 'secondary', name: 'Secondary', hardwareKey: '35874454128457' };
    expect((await refusalOf(client.createChildDevice(asked))).code).toBe('child-not-confirmed');
    const secondary = await value(client.createChildDevice({ ...asked, confirmed: true }));
    expect(secondary.parent).toMatchObject({ id: primary.id, relation: 'secondary', licensed: true });
    const third = { ...asked, name: 'Third', hardwareKey: '35874454128458', confirmed: true };
    expect((await refusalOf(client.createChildDevice(third))).code).toBe('child-too-many');
    expect((await refusalOf(client.createChildDevice({ ...third, deviceId: secondary.id }))).code).toBe('relation-unknown');

    await guide.ship('SO-PAIR', { 'EXBX-SBC-50': 1, 'EXBX-OPT-HA': 1 });
    expect((await refusalOf(guide.attach(secondary, 'SO-PAIR', { 'EXBX-SBC-50': 1 }))).code).toBe('licensed-with-parent');
    await value(guide.attach(primary, 'SO-PAIR', { 'EXBX-SBC-50': 1, 'EXBX-OPT-HA': 1 }));
    await guide.activate(primary);
    const [first, second] = [await productKeyOf(primary), await productKeyOf(secondary)];
    for (const key of [first, second]) expect(key).toMatch(made);
    expect(second).not.toBe(first);
    expect(await fileOf(primary)).toEqual({
      name: `AA_${first}_out.zip`,
      entries: [`AA_${first}_out.lic`, `AA_${second}_out.lic`, `AA_${first}_out.log`],
    });
  });

  it('is too late once something was activated', async () => {
    const location = await guide.location('BX-OVOC', 'Single OVOC', { variant: 'ovoc', hardwareKey: '66e55234a97b' });
    expect(location.hardwareKey).toBe('66E55234A97B');
    await guide.license(location, 'SO-SINGLE', { 'EXOV-DEVICE-10': 1 });
    const late = { deviceId: location.id, relation: 'secondary', name: 'Late', hardwareKey: '66E55234A97C', confirmed: true };
    expect((await refusalOf(guide.dealer.client.createChildDevice(late))).code).toBe('child-too-late');
  });
});

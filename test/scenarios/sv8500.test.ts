import { value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guide, type Location, openGuide, refusalOf } from './support/guide.ts';

// SV8500 and its SR-MGC (requirements B6, B7, B11): a location below the main system, on a temporary key that stays.

let guide: Guide;
let main: Location;

beforeAll(async () => {
  guide = await openGuide();
  main = await guide.location('SV8500', 'Main system', { hardwareKey: '22CC538207AFD058020640CD57xO' });
});
afterAll(() => guide?.server.stop());

describe('SV8500 and SR-MGC', () => {
  it('licenses the main system in the general way, with its License Manager Client below it (B7)', async () => {
    await guide.license(main, 'SO-MAIN', { 'EX85-SEAT-32': 4, 'EX85-VER-6': 1 });
    expect(await guide.granted(main)).toEqual({ seats: 128, version: 'V6' });
    const { items } = await value(guide.dealer.client.listChildDevices({ deviceId: main.id }));
    expect(items.map((child) => [child.product, child.variant, child.hardwareKey])).toEqual([
      ['LMC', 'SV8500', 'LM22CC538207AFD058020640CD57xO'],
    ]);
  });

  it('adds the SR-MGC below it by hand, once it is confirmed, on a temporary key that is final (B6)', async () => {
    const { client } = guide.dealer;
    const asked = { deviceId: main.id, relation: 'sr-mgc', name: 'SR-MGC Bremerhaven' };
    expect((await refusalOf(client.createChildDevice(asked))).code).toBe('child-not-confirmed');
    const entered = { ...asked, confirmed: true, hardwareKey: '22-121126064636-613-TEMP-KEY' };
    expect((await refusalOf(client.createChildDevice(entered))).code).toBe('key-not-expected');
    const below = await value(client.createChildDevice({ ...asked, confirmed: true }));
    expect(below.hardwareKey).toMatch(/^22-\d{12}-\d{3}-TEMP-KEY$/);
    expect([below.keyOrigin, below.provisional, below.parent?.id]).toEqual(['temporary', false, main.id]);
    const other = await value(client.createChildDevice({ ...asked, name: 'SR-MGC Cuxhaven', confirmed: true }));
    expect(other.hardwareKey).not.toBe(below.hardwareKey);
  });

  it('is licensed below its main system only', async () => {
    const alone = await guide.location('SR-MGC', 'Alone');
    await guide.ship('SO-ALONE', { 'EX85-MGC-E': 1 });
    const refused = await refusalOf(guide.attach(alone, 'SO-ALONE', { 'EX85-MGC-E': 1 }));
    expect([refused.code, refused.facts['rule']]).toMatchObject(['rule-refused', { code: 'MAIN_SYSTEM_MISSING' }]);
  });

  it('activates its licences on the temporary key: a zip file, a code that is shown and mailed, and all of it seen on the main system (B11)', async () => {
    const { client } = guide.dealer;
    const [below] = (await value(client.listDevices({ parentId: main.id, product: 'SR-MGC' }))).items;
    const done = await guide.license(below!, 'SO-MGC', { 'EX85-MGC-E': 1, 'EX85-MGC-S': 1 });
    expect(done.file?.fileName).toBe(`${below!.hardwareKey}-svi.zip`);
    expect(done.file?.activationCode).toMatch(/^\d{4}-\d{4}-\d{4}$/);
    const [file] = (await value(client.listLicenseFiles({ deviceId: below!.id }))).items;
    expect(file?.entries).toEqual([`${below!.hardwareKey}-svi.lic`, `${below!.hardwareKey}-svi.log`]);
    expect((await value(client.downloadLicense({ deviceId: below!.id }))).fileName).toBe(`${below!.hardwareKey}-svi.zip`);

    const administrator = guide.channel.vendor.client;
    const [mail] = (await value(administrator.listMails({ q: guide.dealer.email }))).items;
    expect(mail?.kind).toBe('activation-code');
    const { text } = await value(administrator.getMail({ mailId: mail!.id }));
    for (const told of [done.file!.activationCode!, below!.hardwareKey]) expect(text).toContain(told);

    const onMain = await value(client.listDeviceLicenses({ deviceId: main.id }));
    const shown = onMain.children.find(({ device }) => device.id === below!.id);
    expect([shown?.device.relationLabel, shown?.active.map(({ part }) => part).sort()]).toEqual(['SR-MGC', ['EX85-MGC-E', 'EX85-MGC-S']]);
    expect(await guide.granted(main)).toEqual({ seats: 128, version: 'V6' });
  });
});

import { type Units, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guide, type Location, openGuide, refusalOf } from './support/guide.ts';

// External products (requirement B19): licences are attached and activated as usual, the file comes from elsewhere.

let guide: Guide;

beforeAll(async () => {
  guide = await openGuide();
});
afterAll(() => guide?.server.stop());

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Activates what is attached; the file of its order as the partner sees it then. */
async function activated(location: Location) {
  const done = await guide.activate(location);
  expect(done.file).toBeNull();
  const [file] = (await value(guide.dealer.client.listExternalFiles({ deviceId: location.id }))).items;
  expect(done.externalFiles).toMatchObject([{ id: file!.id, state: file!.state }]);
  return file!;
}

async function textOf(externalFileId: string) {
  const file = await value(guide.dealer.client.downloadExternalFile({ externalFileId }));
  return [file.fileName, Buffer.from(file.bytes).toString()];
}

/** The letters the dealer got about files, newest first. */
async function letters() {
  const { items } = await value(guide.channel.vendor.client.listMails({ q: guide.dealer.email }));
  return items.filter(({ kind }) => kind === 'external-file-available').map(({ subject }) => subject);
}

describe('RCC: the file is there at once', () => {
  it('is deposited with the order by the vendor, and downloaded right after activation', async () => {
    const location = await guide.location('RCC', 'Recording', { hardwareKey: 'aa0014SA2792123456AA' });
    await guide.ship('1234567', { 'EXRC-USER-25': 2, 'EXRC-OPT-ROUTING': 1 });
    const deposit = { order: '1234567', product: 'RCC', fileName: 'rcc.lic', content: base64('made elsewhere') };
    await value(guide.channel.vendor.client.depositExternalFile(deposit));
    await value(guide.attach(location, '1234567', { 'EXRC-USER-25': 2, 'EXRC-OPT-ROUTING': 1 }));
    const file = await activated(location);
    expect([file.state, file.message]).toEqual(['available', '']);
    expect(await textOf(file.id)).toEqual(['rcc.lic', 'made elsewhere']);
  });
});

describe('UM4730: the file comes later', () => {
  it('is waited for with a message, then mailed about and downloaded; the order cannot be split up', async () => {
    const location = await guide.location('UM4730', 'Mailboxes', { hardwareKey: '11-10433345' });
    await guide.ship('SO-UM', { 'EXUM-MAILBOX-25': 4, 'EXUM-OPT-FAX': 1 });
    const parts: readonly Units[] = [{ 'EXUM-MAILBOX-25': 4 }, { 'EXUM-MAILBOX-25': 3, 'EXUM-OPT-FAX': 1 }];
    for (const units of parts) {
      const split = await refusalOf(guide.attach(location, 'SO-UM', units));
      expect([split.code, split.facts['order']]).toEqual(['order-not-splittable', 'SO-UM']);
    }
    await value(guide.attach(location, 'SO-UM', { 'EXUM-MAILBOX-25': 4, 'EXUM-OPT-FAX': 1 }));
    const file = await activated(location);
    expect([file.state, file.order?.salesOrder]).toEqual(['waiting', 'SO-UM']);
    expect(file.message).toContain('You get a mail');
    const early = await refusalOf(guide.dealer.client.downloadExternalFile({ externalFileId: file.id }));
    expect([early.code, early.detail]).toEqual(['external-file-waiting', file.message]);
    const supply = { externalFileId: file.id, fileName: 'um4730.lic', content: base64('mailboxes') };
    await value(guide.channel.vendor.client.supplyExternalFile(supply));
    expect((await letters())[0]).toBe('Your licence file for sales order SO-UM is available');
    expect(await textOf(file.id)).toEqual(['um4730.lic', 'mailboxes']);
  });

  it('is activated as a whole too: what was reserved together cannot be activated in two steps', async () => {
    const { client } = guide.dealer;
    const location = await guide.location('UM4730', 'In two steps', { hardwareKey: '11-10465697' });
    await guide.ship('SO-UM-2', { 'EXUM-MAILBOX-25': 1, 'EXUM-OPT-FAX': 1 });
    const units = { 'EXUM-MAILBOX-25': 1, 'EXUM-OPT-FAX': 1 };
    await value(guide.attach(location, 'SO-UM-2', units));
    const part = { order: 'SO-UM-2', part: 'EXUM-MAILBOX-25', quantity: 1 };
    expect((await refusalOf(client.activateLicenses({ deviceId: location.id, lines: [part] }))).code).toBe('order-not-splittable');
    expect((await refusalOf(client.detachLicenses({ deviceId: location.id, lines: [part] }))).code).toBe('order-not-splittable');
  });
});

describe('Expense Management: the file is made against protect.dat', () => {
  it('wants the file of the dongle uploaded first, by its name', async () => {
    const location = await guide.location('EXPENSE', 'Charges', { hardwareKey: '66045123' });
    await guide.ship('SO-EXPENSE', { 'EXEM-EXTENSION-100': 3 });
    await value(guide.attach(location, 'SO-EXPENSE', { 'EXEM-EXTENSION-100': 3 }));
    const file = await activated(location);
    expect([file.state, file.wanted?.fileName]).toEqual(['upload-wanted', 'protect.dat']);
    expect(file.message).toMatch(/^Upload protect\.dat/);
    const supply = { externalFileId: file.id, fileName: 'expense.lic', content: base64('charges') };
    const vendor = guide.channel.vendor.client;
    expect((await refusalOf(vendor.supplyExternalFile(supply))).code).toBe('device-file-missing');
    const upload = { externalFileId: file.id, fileName: 'protect.dat', content: base64('from the dongle') };
    const misnamed = { ...upload, fileName: 'protect.bak' };
    expect((await refusalOf(guide.dealer.client.uploadDeviceFile(misnamed))).code).toBe('upload-name-differs');
    const waiting = await value(guide.dealer.client.uploadDeviceFile(upload));
    expect([waiting.state, waiting.message]).toEqual(['waiting', expect.not.stringMatching(/upload/i)]);
    const uploaded = await value(vendor.downloadDeviceFile({ externalFileId: file.id }));
    expect([uploaded.fileName, Buffer.from(uploaded.bytes).toString()]).toEqual(['protect.dat', 'from the dongle']);
    await value(vendor.supplyExternalFile(supply));
    expect((await letters())[0]).toContain('SO-EXPENSE');
    expect(await textOf(file.id)).toEqual(['expense.lic', 'charges']);
  });
});

describe('MobiCall, stand alone and redundant', () => {
  const forMaster = { 'EXMC-BASE': 1, 'EXMC-USER-25': 2, 'EXMC-OPT-SMS': 1 };
  const forSupervisor = { 'EXMC-BASE-M': 1, 'EXMC-USER-25-M': 2 };

  it('takes parts without -M on the Master and parts with -M on the Supervisor, never the other way', async () => {
    const master = await guide.location('MOBICALL-MASTER', 'Alarm server', { hardwareKey: '1234' });
    const supervisor = await guide.location('MOBICALL-SUPERVISOR', 'Its reserve', { hardwareKey: '1235' });
    await guide.ship('SO-MASTER', forMaster);
    await guide.ship('SO-SUPERVISOR', forSupervisor);
    expect((await refusalOf(guide.attach(supervisor, 'SO-MASTER', forMaster))).code).toBe('part-not-accepted');
    expect((await refusalOf(guide.attach(master, 'SO-SUPERVISOR', forSupervisor))).code).toBe('part-not-accepted');
    await value(guide.attach(master, 'SO-MASTER', forMaster));
    await value(guide.attach(supervisor, 'SO-SUPERVISOR', forSupervisor));
    for (const location of [master, supervisor]) expect((await activated(location)).state).toBe('waiting');
    expect(await guide.granted(master)).toEqual({ 'alarm-server': true, 'alarm-users': 50, 'text-messages': true });
    expect(await guide.granted(supervisor)).toEqual({ 'alarm-server': true, 'alarm-users': 50 });
  });
});

describe('MobiBox: a subset of the licences of the Master', () => {
  it('takes the base and users, nothing with -M and nothing that is the Master’s alone', async () => {
    const location = await guide.location('MOBIBOX', 'Small alarm server', { hardwareKey: '1a2f' });
    expect(location.hardwareKey).toBe('1A2F');
    await guide.ship('SO-BOX-1', { 'EXMC-OPT-SMS': 1 });
    await guide.ship('SO-BOX-2', { 'EXMC-BASE-M': 1 });
    await guide.ship('SO-BOX-3', { 'EXMC-BASE': 1, 'EXMC-USER-25': 1 });
    expect((await refusalOf(guide.attach(location, 'SO-BOX-1', { 'EXMC-OPT-SMS': 1 }))).code).toBe('part-not-accepted');
    expect((await refusalOf(guide.attach(location, 'SO-BOX-2', { 'EXMC-BASE-M': 1 }))).code).toBe('part-not-accepted');
    await value(guide.attach(location, 'SO-BOX-3', { 'EXMC-BASE': 1, 'EXMC-USER-25': 1 }));
    expect((await activated(location)).state).toBe('waiting');
  });
});

import { value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guide, openGuide, refusalOf } from './support/guide.ts';

// iS3000 and SIP@Net Server, 3C and 3C CAT2 (requirements B4, B5, B7, B28): keys of hardware, and keys made from names.

let guide: Guide;

beforeAll(async () => {
  guide = await openGuide();
});
afterAll(() => guide?.server.stop());

describe('iS3000 with a dongle, a CPU3000 or a CIE-2 board (B4)', () => {
  it.each(['aa0014SA2792883418AA', 'aa0024IC960002104009xxx12345AA', 'aa0024IA956215554211xxx12345AA'])(
    '%s is the key, as it was entered',
    async (hardwareKey) => {
      const location = await guide.location('IS3000', hardwareKey, { hardwareKey });
      expect([location.hardwareKey, location.keyOrigin, location.keyInput]).toEqual([hardwareKey, 'entered', null]);
    },
  );
});

describe('iS3000 without a dongle (B5): the full computer name', () => {
  it('is lower-cased and becomes a key that stays when the name changes', async () => {
    const { client } = guide.dealer;
    const location = await guide.location('IS3000', 'SIP server', { hardwareKey: 'HVPC030PBX.devnlnec.local' });
    expect(location.hardwareKey).toMatch(/^aa0016HN\d{12}AA$/);
    expect(location.keyInput).toMatchObject({ value: 'hvpc030pbx.devnlnec.local', editable: true });
    expect(location.replaceable).toBe(false);
    const renamed = await value(guide.edit(location, { keyInput: 'hvpc040pbx.devnlnec.local' }));
    expect([renamed.hardwareKey, renamed.keyInput?.value]).toEqual([location.hardwareKey, 'hvpc040pbx.devnlnec.local']);

    await guide.license(renamed, 'SO-IS3000', { 'EX30-SEAT-10': 3, 'Lic-073': 1 });
    const again = await value(guide.edit(renamed, { keyInput: 'hvpc050pbx.devnlnec.local' }));
    expect(again.hardwareKey).toBe(location.hardwareKey);
    const found = await value(client.listDevices({ q: 'hvpc050pbx' }));
    expect(found.items.map(({ id }) => id)).toEqual([location.id]);
  });

  it('is unique even where two computers have one name', async () => {
    const first = await guide.location('IS3000', 'Twin 1', { keyInput: 'pbx.corp.local' });
    const second = await guide.location('IS3000', 'Twin 2', { keyInput: 'PBX.corp.local' });
    expect(second.hardwareKey).not.toBe(first.hardwareKey);
    expect(second.keyInput?.value).toBe(first.keyInput?.value);
  });
});

describe('iS3000 where software assurance is applicable (B28): Lic-073 or Lic-078', () => {
  it('does not activate without an upgrade allowance, and takes the other one as well', async () => {
    const location = await guide.location('IS3000', 'Allowance', { hardwareKey: 'aa0014SA2792883420AA' });
    await guide.ship('SO-ALLOWANCE', { 'EX30-SEAT-10': 1, 'Lic-078': 1 });
    await value(guide.attach(location, 'SO-ALLOWANCE', { 'EX30-SEAT-10': 1 }));
    const preview = await refusalOf(guide.dealer.client.activateLicenses({ deviceId: location.id, dryRun: true }));
    expect([preview.code, preview.facts['rule']]).toMatchObject(['rule-refused', { code: 'UPGRADE_ALLOWANCE_MISSING' }]);
    await value(guide.attach(location, 'SO-ALLOWANCE', { 'Lic-078': 1 }));
    await guide.activate(location);
    expect(await guide.granted(location)).toEqual({ seats: 10, 'upgrade-allowance': true });
    // What came later needs no second allowance.
    await guide.license(location, 'SO-ALLOWANCE-2', { 'EX30-SEAT-10': 1 });
    expect((await guide.granted(location))['seats']).toBe(20);
  });
});

describe('MA4000, CTI and BCT for iS3000 (B7): the key without aa and AA, after LMIS', () => {
  it.each([
    ['aa0014SA2792885418AA', 'LMIS0014SA2792885418'],
    ['aa0024IC960002104011xxx12345AA', 'LMIS0024IC960002104011xxx12345'],
    ['aa0024IA956215554213xxx12345AA', 'LMIS0024IA956215554213xxx12345'],
  ])('the location below %s is proposed as %s', async (hardwareKey, expected) => {
    const { client } = guide.dealer;
    const location = await guide.location('IS3000', expected, { hardwareKey });
    const { items, relations } = await value(client.listChildDevices({ deviceId: location.id }));
    expect(items).toEqual([]);
    expect(relations.map(({ id, creation, proposedKey }) => [id, creation, proposedKey])).toEqual([
      ['license-manager', 'manual', expected],
    ]);
    const below = await value(client.createChildDevice({ deviceId: location.id, relation: 'license-manager', name: 'MA4000' }));
    expect([below.hardwareKey, below.product, below.variant]).toEqual([expected, 'LMC', 'IS3000']);
    await guide.license(below, expected, { 'EXMA-BASE': 1, 'EXCT-CLIENT-10': 2 });
    expect(await guide.granted(below)).toEqual({ 'system-management': true, 'cti-clients': 20 });
  });
});

describe('3C and 3C CAT2 (B5): the domain name', () => {
  it.each(['3C', '3C-CAT2'])('a %s gets a key of its own, though the domain is not unique', async (system) => {
    const keyInput = 'Telephony.Example.com';
    const first = await guide.location(system, 'Head office', { keyInput });
    const second = await guide.location(system, 'Branch', { keyInput });
    for (const { hardwareKey } of [first, second]) expect(hardwareKey).toMatch(/^3C[0-9A-F]{10}$/);
    expect(second.hardwareKey).not.toBe(first.hardwareKey);
    expect(first.keyInput).toMatchObject({ value: 'telephony.example.com', editable: false });
    expect((await refusalOf(guide.edit(first, { keyInput: 'other.example.com' }))).code).toBe('key-input-fixed');
    const users = system === '3C' ? 'EX3C-USER-10' : 'EX3C2-USER-10';
    await guide.license(first, `SO-${system}`, { [users]: 5, 'EXBC-USER-5': 2 });
    expect(await guide.granted(first)).toEqual({ seats: 50, 'bct-users': 10 });
    // Or BCT goes to a License Manager Client below it.
    const below = { deviceId: second.id, relation: 'license-manager', name: 'BCT' };
    const manager = await value(guide.dealer.client.createChildDevice(below));
    expect([manager.hardwareKey, manager.variant]).toEqual([`LM${second.hardwareKey}`, '3C']);
  });
});

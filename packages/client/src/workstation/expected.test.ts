import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createSigner, generateKey, issueKeySet, openKey } from '@muniment/documents/issue';
import { afterEach, describe, expect, it } from 'vitest';
import { act, bytesOf, cleanUp, createVendor, customerId, newWorkstation, type Vendor } from '../../test/workstation.ts';
import { askStanding, importLicense, openWorkstation, requestFile, type Settings, setUpWorkstation, thumbprintsOf } from './index.ts';

afterEach(cleanUp);

type Claims = Parameters<Vendor['answer']>[1];

async function bring(vendor: Vendor, place: Settings, claims: Claims = {}) {
  const made = await act(place, (workstation) => requestFile(workstation, { customerId }));
  if (!made.ok) throw new Error(made.refusal.code);
  const text = await vendor.answer(made.value.text, claims);
  const done = await act(place, (workstation) => importLicense(workstation, bytesOf(text)));
  return done.ok ? 'imported' : done.refusal.code;
}
const code = async (place: Settings) => {
  const answer = await askStanding(place);
  return answer.ok ? answer.value.code : answer.refusal.code;
};

describe('a program that says whose licences it takes', () => {
  it('takes those of its vendor’s keys, and none of whoever has set up a vendor of the same name', async () => {
    const [vendor, impostor] = [createVendor(), createVendor()];
    const keys = await thumbprintsOf(vendor.trust.keys);
    const expected = { vendor: 'survey', product: 'office', keys };
    const honest = await newWorkstation(vendor);
    expect(await bring(vendor, { ...honest, expected })).toBe('imported');
    expect(await code({ ...honest, expected })).toBe('valid');
    // The whole keys say the same as their thumbprints.
    expect(await code({ ...honest, expected: { keys: vendor.trust.keys } })).toBe('valid');
    expect(await code({ ...honest, expected: { keys: impostor.trust.keys } })).toBe('keys-not-pinned');

    const forged = await newWorkstation(impostor);
    expect(await bring(impostor, { ...forged, expected })).toBe('keys-not-pinned');
    expect(await code({ ...forged, expected })).toBe('not-active');
    expect(await bring(impostor, forged)).toBe('imported');
    expect(await code(forged)).toBe('valid');
    expect(await code({ ...forged, expected })).toBe('keys-not-pinned');
    // A key that calls itself as the vendor's is another one all the same.
    const disguised = impostor.trust.keys.keys.map((key) => ({ ...key, kid: keys[0]! }));
    await act(forged, ({ change, state }) => change({ trust: { ...state().trust, keys: { keys: disguised } } }));
    expect(await code({ ...forged, expected })).not.toBe('valid');
  });

  it('follows the vendor’s own key sets from the keys it was built with', async () => {
    const [first, second] = [generateKey(), generateKey()];
    const [before, after] = [createVendor(first), createVendor(second)];
    const facts = { issuer: 'survey', issuedAt: { epochMilliseconds: Date.now() }, adds: true, test: true };
    const introduction = issueKeySet(createSigner(openKey(first.privateKeyPem)), { ...facts, keys: [second.publicKey] });
    const place = await newWorkstation(before);
    const expected = { keys: await thumbprintsOf(before.trust.keys) };
    expect(await bring(after, { ...place, expected }, { keySets: [introduction] })).toBe('imported');
    expect(await code({ ...place, expected })).toBe('valid');
    // A key that the folder no longer knows was revoked: what it leads to counts no more.
    const { trust } = after;
    await act(place, ({ change }) => change({ trust }));
    expect(await code(place)).toBe('valid');
    expect(await code({ ...place, expected })).toBe('keys-not-pinned');
  });

  it('is told that the folder is another vendor’s or product’s before anything in it is used', async () => {
    const place = await newWorkstation(createVendor());
    expect(await openWorkstation({ ...place, expected: { vendor: 'acme' } })).toMatchObject({
      refusal: { code: 'other-vendor', facts: { expected: 'acme', found: 'survey' } },
    });
    expect(await code({ ...place, expected: { product: 'dear' } })).toBe('other-product');
    expect(await code({ ...place, expected: { vendor: 'survey', product: 'office' } })).toBe('not-active');
  });
});

describe('a folder that has lost the file that says whose it is', () => {
  it('is not set up anew over the licence and the only copy of its key', async () => {
    const vendor = createVendor();
    const place = await newWorkstation(vendor);
    await bring(vendor, place);
    const kept = ['key.json', 'state.json'].map((name) => readFileSync(join(place.folder, name), 'utf8'));
    rmSync(join(place.folder, 'identity.json'));
    const damaged = { refusal: { code: 'file-damaged', facts: { file: 'identity.json', reason: 'missing' } } };
    expect(await openWorkstation(place)).toMatchObject(damaged);
    const request = {
      product: 'office',
      vendor: 'survey',
      salt: 'a salt of the vendor',
      components: [],
      isTest: true,
      trust: vendor.trust,
    };
    expect(await setUpWorkstation(place.folder, { ...request, binding: 'key' })).toMatchObject(damaged);
    expect(['key.json', 'state.json'].map((name) => readFileSync(join(place.folder, name), 'utf8'))).toEqual(kept);
  });

  it('is set up where a set-up was cut off, for nothing was asked for yet', async () => {
    const vendor = createVendor();
    const place = await newWorkstation(vendor);
    rmSync(join(place.folder, 'identity.json'));
    expect(await openWorkstation(place)).toMatchObject({ refusal: { code: 'not-set-up' } });
    const request = {
      product: 'office',
      vendor: 'survey',
      salt: 'a salt of the vendor',
      components: [],
      isTest: true,
      trust: vendor.trust,
    };
    expect(await setUpWorkstation(place.folder, { ...request, binding: 'key' })).toMatchObject({ ok: true });
  });
});

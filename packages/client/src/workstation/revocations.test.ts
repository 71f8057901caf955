import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSigner, generateKey, issueKeySet, issueRevocations, openKey, type Revocation } from '@muniment/documents/issue';
import { afterEach, describe, expect, it } from 'vitest';
import { act, at, bytesOf, cleanUp, createVendor, newWorkstation } from '../../test/workstation.ts';
import { diagnose, importFile, importLicense, requestFile, type Settings, standingOf } from './index.ts';

afterEach(cleanUp);

const key = generateKey();
const signer = createSigner(openKey(key.privateKeyPem));
const vendor = createVendor({ privateKeyPem: key.privateKeyPem });
const day = 86_400_000;
type More = Partial<Parameters<typeof issueRevocations>[1]> & { readonly by?: typeof signer };

/** The vendor's list, as it is downloaded. */
function list(number: number, entries: readonly Revocation[] = [], { by = signer, ...more }: More = {}): string {
  const issuedAt = { epochMilliseconds: Date.now() };
  const nextAt = { epochMilliseconds: Date.now() + 30 * day };
  return issueRevocations(by, { issuer: 'survey', issuedAt, nextAt, number, entries, keySets: [], test: true, ...more });
}
const revoked = (epoch: number, number: number): Revocation => ({
  typ: 'muniment-license+jwt',
  device: 'dev_1',
  serial: { epoch, number },
  reason: 'hardware-replaced',
});

const brought = (place: Settings, text: string) => act(place, (workstation) => importFile(workstation, bytesOf(text)));
const codeOf = async (answer: ReturnType<typeof brought>) => {
  const got = await answer;
  return got.ok ? got.value.kind : got.refusal.code;
};
const standing = async (place: Settings) => (await act(place, standingOf)).code;

/** A workstation with a licence file, and a way to get another. */
async function licensed() {
  const place = await newWorkstation(vendor);
  const fetchFile = async (number: number) => {
    const made = await act(place, (workstation) => requestFile(workstation, {}));
    if (!made.ok) throw new Error(made.refusal.code);
    return vendor.answer(made.value.text, { number });
  };
  const file = await fetchFile(1);
  await act(place, (workstation) => importLicense(workstation, bytesOf(file)));
  return { place, file, fetchFile };
}

describe('a workstation that hears what was revoked', () => {
  it('refuses its licence file once the list names it, and takes the next one', async () => {
    const { place, fetchFile } = await licensed();
    expect(await codeOf(brought(place, list(1)))).toBe('revocations');
    expect(await standing(place)).toBe('valid');
    expect(await brought(place, list(2, [revoked(1, 1)]))).toMatchObject({
      value: { revocations: { number: 2, entries: 1, unchanged: false } },
    });
    const said = await act(place, standingOf);
    expect(said).toMatchObject({ valid: false, code: 'license-revoked', facts: { reason: 'hardware-replaced' }, rights: [] });
    expect((await diagnose(place)).filter(({ ok }) => !ok)).toMatchObject([{ check: 'revocations', code: 'license-revoked' }]);
    expect(await codeOf(brought(place, await fetchFile(1)))).toBe('license-revoked');
    expect(await codeOf(brought(place, await fetchFile(2)))).toBe('license');
    expect(await standing(place)).toBe('valid');
  });

  it('heeds no list that is altered, somebody else’s, older, over, or of a test where it is real', async () => {
    const { place } = await licensed();
    const text = list(5);
    expect(await codeOf(brought(place, text))).toBe('revocations');
    expect(await brought(place, text)).toMatchObject({ value: { revocations: { unchanged: true } } });
    const stranger = createSigner(openKey(generateKey().privateKeyPem));
    const long = [revoked(1, 1)];
    expect({
      altered: await codeOf(brought(place, list(6, long).replace(/.{9}$/, 'AAAAAAAAA'))),
      foreign: await codeOf(brought(place, list(6, long, { by: stranger }))),
      otherVendor: await codeOf(brought(place, list(6, long, { issuer: 'other' }))),
      older: await codeOf(brought(place, list(4, long))),
      over: await codeOf(brought(place, list(6, long, { nextAt: { epochMilliseconds: Date.now() - 1000 } }))),
      real: await codeOf(brought(place, list(6, long, { test: false }))),
      cutOff: await codeOf(brought(place, list(6, long).replace(/\.[^.]*$/, ''))),
    }).toEqual({
      altered: 'document-altered',
      foreign: 'unknown-key',
      otherVendor: 'wrong-vendor',
      older: 'outdated',
      over: 'revocations-expired',
      real: 'real-document',
      cutOff: 'document-malformed',
    });
    expect(await standing(place)).toBe('valid');
  });

  it('forgets nothing of it: not by a newer clock, nor by removing the file', async () => {
    const { place } = await licensed();
    await brought(place, list(2, [revoked(1, 1)]));
    expect(await standing(at(place, 'P60D'))).toBe('license-revoked');
    rmSync(join(place.folder, 'revocations.json'));
    expect(await standing(place)).toBe('file-damaged');
    expect(await codeOf(brought(place, list(1)))).toBe('outdated');
    // It fetches it anew.
    expect(await codeOf(brought(place, list(3, [revoked(1, 1)], { nextAt: { epochMilliseconds: Date.now() + 90 * day } })))).toBe(
      'revocations',
    );
    expect(await standing(place)).toBe('license-revoked');
    writeFileSync(join(place.folder, 'revocations.json'), '{}');
    expect(await standing(place)).toBe('file-damaged');
  });

  it('learns a new key of the vendor from the list', async () => {
    const { place } = await licensed();
    const next = createSigner(openKey(generateKey().privateKeyPem));
    const issuedAt = { epochMilliseconds: Date.now() };
    const introduction = issueKeySet(signer, { issuer: 'survey', issuedAt, keys: [next.publicKey], adds: true, test: true });
    expect(await codeOf(brought(place, list(2, [], { by: next, keySets: [introduction] })))).toBe('revocations');
    expect(await codeOf(brought(place, list(3, [revoked(1, 1)], { by: next })))).toBe('revocations');
    expect(await standing(place)).toBe('license-revoked');
  });
});

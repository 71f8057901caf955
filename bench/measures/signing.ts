import { createPrivateKey, sign } from 'node:crypto';
import { createSigner, documentTypes, generateKey, openKey } from '@muniment/documents/issue';
import { type Figure, interleave, middleRate, ratioOf, type Slice } from '../lib/figures.ts';
import type { Pace } from './validations.ts';

/** A payload as large as an ordinary licence file's. */
const payload = {
  iss: 'bench',
  sub: '190400324412',
  aud: 'SV8100',
  jti: 'doc_01a204f0-50cd-709c-a8f5-da628c0c9598',
  iat: 1_790_000_000,
  serial: { epoch: 1, number: 7 },
  entitlements: { seats: 120, version: 'V6', voicemail: true },
  device: { id: 'dev_01a204f0-50cb-715b-b57f-175103a1dc2c' },
  agreement: { id: 'software', version: '2026-01' },
};

async function countFor(seconds: number, act: () => unknown): Promise<Slice> {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < seconds * 1000) {
    for (let index = 0; index < 100; index++) act();
    done += 100;
  }
  return { rate: (done / (performance.now() - start)) * 1000, p50: 0, p99: 0 };
}

/** Making a signed licence file against the bare Ed25519 signature of the same bytes, on one thread. */
export async function measureSigning(pace: Pace): Promise<Figure[]> {
  const { privateKeyPem } = generateKey('EdDSA');
  const signer = createSigner(openKey(privateKeyPem));
  const key = createPrivateKey(privateKeyPem);
  const document = signer.sign(documentTypes.license, payload);
  const bytes = Buffer.from(document.slice(0, document.lastIndexOf('.')));
  const { files, raw } = await interleave(pace.rounds, {
    files: () => countFor(pace.seconds, () => signer.sign(documentTypes.license, payload)),
    raw: () => countFor(pace.seconds, () => sign(null, bytes, key)),
  });
  const note = `${Math.round(middleRate(files)).toLocaleString('en-US')}/s, raw ${Math.round(middleRate(raw)).toLocaleString('en-US')}/s`;
  return [
    {
      what: 'licence files signed against raw Ed25519 of the same bytes',
      value: ratioOf(files, raw),
      unit: 'x',
      aim: { atLeast: 0.8 },
      note,
    },
  ];
}

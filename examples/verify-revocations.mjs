// Says whether a revocation list names a document, offline, with nothing of Muniment's: node examples/verify-revocations.mjs LIST JWKS.json DOCUMENT
// DOCUMENT is a licence file or a borrow document, which is verified as well. Keep the highest number you have seen, and take no list with a lower one.
import { readFileSync } from 'node:fs';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';

const [list, jwks, document] = process.argv.slice(2).map((file) => readFileSync(file, 'latin1').trim());
try {
  const keys = createLocalJWKSet(JSON.parse(jwks));
  const { payload: revoked } = await jwtVerify(list, keys, { typ: 'muniment-revocations+jwt' });
  const { typ } = decodeProtectedHeader(document);
  const { payload } = await jwtVerify(document, keys, { typ, issuer: revoked.iss });
  const isOlder = ({ epoch, number }) =>
    payload.serial.epoch < epoch || (payload.serial.epoch === epoch && payload.serial.number <= number);
  const entry = revoked.entries.find((one) => {
    if (one.typ !== typ) return false;
    return typ === 'muniment-borrow+jwt' ? one.lease === payload.sub : one.device === payload.device.id && isOlder(one.serial);
  });
  console.log(JSON.stringify({ number: revoked.number, revoked: entry !== undefined, reason: entry?.reason ?? null }));
  process.exitCode = entry === undefined ? 0 : 3;
} catch (error) {
  console.error(`not valid: ${error.message}`);
  process.exitCode = 1;
}

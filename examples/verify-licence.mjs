// Verifies a licence file offline, with nothing of Muniment's: node examples/verify-licence.mjs LICENCE JWKS.json
import { readFileSync } from 'node:fs';
import { createLocalJWKSet, jwtVerify } from 'jose';

const [licence, jwks] = process.argv.slice(2).map((file) => readFileSync(file, 'latin1').trim());
try {
  const { payload, protectedHeader } = await jwtVerify(licence, createLocalJWKSet(JSON.parse(jwks)), { typ: 'muniment-license+jwt' });
  console.log(JSON.stringify({ valid: true, kid: protectedHeader.kid, ...payload }, null, 2));
} catch (error) {
  console.error(`not valid: ${error.message}`);
  process.exitCode = 1;
}

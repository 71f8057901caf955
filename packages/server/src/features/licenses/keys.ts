import { type Algorithm, generateKey, issueKeySet } from '@muniment/documents/issue';
import type { Context } from '../../core/context.ts';
import { type ActiveKeyRow, activeKey, insertActiveKey, publicKeys } from './store.ts';

/** The key that signs now; the vendor's first is made when it is first needed. */
export async function ensureActiveKey(context: Context): Promise<ActiveKeyRow> {
  const active = await activeKey(context.tx, context.vendor.id);
  if (active !== null) return active;
  await makeActiveKey(context, 'EdDSA');
  return (await activeKey(context.tx, context.vendor.id))!;
}

/** Makes a key pair, keeps its private half, and lets it sign from now on. Null if somebody else was first: nothing is kept. */
export async function makeActiveKey(context: Context, algorithm: Algorithm): Promise<string | null> {
  const { privateKeyPem, publicKey } = generateKey(algorithm);
  const { kid } = publicKey;
  if (!(await insertActiveKey(context.tx, context.vendor.id, publicKey, context.now))) return null;
  // The private half is on disk before the commit lets anybody see the key: a crash between leaves a file nobody uses.
  await context.services.keys.save(context.vendor.id, kid, privateKeyPem);
  return kid;
}

/** The vendor's keys as a document signed by one of them, so that who knows that one learns the others offline. */
export async function signKeySet(context: Context, kid: string): Promise<string> {
  const { tx, vendor, now } = context;
  const signer = await context.services.keys.signer(vendor.id, kid);
  return issueKeySet(signer, {
    issuer: vendor.slug,
    issuedAt: now,
    keys: await publicKeys(tx, vendor.id),
    test: context.services.testClock,
  });
}

/** One new key as a document signed by the key before it: small enough to travel in every licence file. */
export async function introduceKey(context: Context, before: string, kid: string): Promise<string> {
  const { tx, vendor, now } = context;
  const signer = await context.services.keys.signer(vendor.id, before);
  const keys = (await publicKeys(tx, vendor.id)).filter((key) => key.kid === kid);
  return issueKeySet(signer, { issuer: vendor.slug, issuedAt: now, keys, adds: true, test: context.services.testClock });
}

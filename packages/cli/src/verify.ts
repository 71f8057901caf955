import {
  advice,
  coverageAt,
  type DocumentRefusal,
  type KeySet,
  readKeySet,
  type VerifiedLicense,
  verifyKeySet,
  verifyLicense,
} from '@muniment/client/verify';
import { connect, serverUrl } from './connect.ts';
import { readBytes, readText } from './input.ts';
import { exitCodes, type Io, UsageError } from './io.ts';
import { keyValues } from './output/object.ts';
import { reportProblem } from './output/problem.ts';
import { clean, paint } from './output/style.ts';
import { table } from './output/table.ts';
import { isZip, unpackLicenses } from './verify-zip.ts';

/** Options of `muniment verify`. */
export interface Options {
  readonly keySet?: string;
  readonly jwks?: string;
  readonly hardwareKey?: string;
  readonly product?: string;
  readonly at?: string;
  readonly url?: string;
  readonly json?: boolean;
}

type Keys = { readonly ok: true; readonly keys: KeySet } | { readonly ok: false; readonly code: number };

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A published key set, from an address or from a file that was saved from there. */
async function readJwks(io: Io, from: string): Promise<KeySet> {
  const text = /^https?:/.test(from) ? await fetchText(io, from) : await readText(io, from);
  const keys = readKeySet(parseJson(text));
  if (!keys) throw new UsageError(`${from} holds no key set (RFC 7517).`);
  return keys;
}

async function fetchText(io: Io, address: string): Promise<string> {
  try {
    const response = await fetch(address, { signal: io.signal });
    if (!response.ok) throw new Error(`the answer is ${response.status}`);
    return await response.text();
  } catch (error) {
    throw new UsageError(`${address}: ${(error as Error).message}`);
  }
}

/** A signed key set is checked with the keys known before; without any, choosing the file is what trusts it. */
async function readSigned(file: string, text: string, known: KeySet | undefined): Promise<KeySet> {
  const own = readKeySet(parseJson(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('utf8')));
  if (!own) throw new UsageError(`${file} holds no key set.`);
  const checked = await verifyKeySet(text.trim(), { keys: known ?? own, acceptTest: true });
  if (!checked.ok) throw new UsageError(`${file}: ${checked.refusal.code}: ${advice[checked.refusal.code]}`);
  return checked.value.keys;
}

/**
 * The vendor a file says it is from (`iss`), not verified: it only chooses whose published keys to ask for. Whether one of
 * them signed the file is what the verification finds out.
 */
function claimedVendor(license: string): string | undefined {
  const claims = parseJson(Buffer.from(license.split('.')[1] ?? '', 'base64url').toString('utf8')) as { iss?: unknown } | null;
  const vendor = claims?.iss;
  return typeof vendor === 'string' && /^[\w-]{1,63}$/.test(vendor) ? vendor : undefined;
}

async function keysFor(io: Io, options: Options, license: string): Promise<Keys> {
  const known = options.jwks === undefined ? undefined : await readJwks(io, options.jwks);
  if (options.keySet !== undefined) {
    const text = await readText(io, options.keySet);
    return { ok: true, keys: readKeySet(parseJson(text)) ?? (await readSigned(options.keySet, text, known)) };
  }
  if (known) return { ok: true, keys: known };
  const answer = await connect(io, serverUrl(io.env, options.url), undefined).getKeySet(
    { vendor: claimedVendor(license) },
    { signal: io.signal },
  );
  // A vendor this server does not have: it knows none of that vendor's keys.
  if (!answer.ok && answer.problem.code === 'not-found') return { ok: true, keys: { keys: [] } };
  if (!answer.ok) return { ok: false, code: reportProblem(io, answer.problem, options.json === true) };
  return { ok: true, keys: readKeySet(answer.value) ?? { keys: [] } };
}

function instantOf(at: string | undefined): number {
  const milliseconds = at === undefined ? Date.now() : Date.parse(at);
  if (Number.isNaN(milliseconds)) throw new UsageError(`--at ${at} is not an instant like 2027-01-31T09:30:00Z.`);
  return milliseconds;
}

/** At a command line a key set is at fault, not a device, and another one is named by an option. */
const adviceHere = (code: DocumentRefusal): string =>
  code === 'unknown-key'
    ? 'The file is signed with a key that is not in this key set. Give the vendor\u2019s current one: --key-set FILE, or --jwks ADDRESS.'
    : advice[code];

const dateOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

type Entitlements = VerifiedLicense['entitlements'];
const worth = (value: Entitlements[string]): string => (value === true ? 'yes' : String(value));

/** What the file says will change after `now` (milliseconds): `From 2026-12-22: zones 8`, by what differs from before. */
function laterLines({ payload, entitlements }: VerifiedLicense, now: number): string[] {
  let before = entitlements;
  return (payload.changes ?? [])
    .filter(({ from }) => from * 1000 > now)
    .map(({ on, entitlements: after }) => {
      const changed = Object.entries(after).filter(([feature, value]) => before[feature] !== value);
      const gone = Object.keys(before).filter((feature) => after[feature] === undefined);
      before = after;
      return `From ${on}: ${[...changed.map(([feature, value]) => `${feature} ${worth(value)}`), ...gone.map((feature) => `no ${feature}`)].join(', ')}`;
    });
}

/** What maintenance covers, where the file speaks of it, now and later: `Maintenance: 25 of 50 endpoints covered`. */
function coverageLines(payload: VerifiedLicense['payload'], now: number): string[] {
  const told = (features: ReturnType<typeof coverageAt>) =>
    Object.entries(features).map(([feature, { capacity, covered }]) => `${feature} ${covered} of ${capacity}`);
  const today = told(coverageAt(payload, now));
  const later = (payload.coverage ?? []).filter(({ from }) => from * 1000 > now);
  if (today.length === 0 && later.length === 0) return [];
  return [
    '',
    `Covered by maintenance: ${today.join(', ') || 'nothing'}`,
    ...later.map(({ on, features }) => `From ${on}: ${told(features).join(', ') || 'nothing'}`),
  ];
}

function licenseText(io: Io, verified: VerifiedLicense, now: number): string {
  const { payload, kid, entitlements } = verified;
  const { sub, aud, iss, serial, iat, nbf, exp, test } = payload;
  const facts = {
    hardwareKey: sub,
    product: aud,
    vendor: iss,
    serial: `${serial.epoch}.${serial.number}`,
    signedAt: dateOf(iat),
    ...(nbf === undefined ? {} : { notBefore: dateOf(nbf) }),
    ...(exp === undefined ? {} : { expires: dateOf(exp) }),
    key: kid,
  };
  const rows = Object.entries(entitlements).map(([feature, value]) => ({ feature, value: worth(value) }));
  const lines = [paint(io, ['bold', 'green'], 'Valid: the vendor signed this file, and it is unchanged.'), keyValues(io, facts)];
  if (rows.length > 0) lines.push('', table(io, rows));
  lines.push(...coverageLines(payload, now));
  const later = laterLines(verified, now);
  if (later.length > 0) lines.push('', ...later.map(clean));
  if (verified.learnt !== null) lines.push('', 'Its key is newer than the keys given; the file brings the key sets that lead to it.');
  if (test === true) lines.push('', 'Made on a test clock: worth nothing in the field.');
  return lines.join('\n');
}

type Result = Awaited<ReturnType<typeof verifyLicense>>;

/** Test files are accepted, because here a person looks at them and is told. */
const verifyText = (text: string, keys: KeySet, now: number, wanted: Pick<Options, 'hardwareKey' | 'product'>): Promise<Result> =>
  verifyLicense(text.trim(), { keys, now, hardwareKey: wanted.hardwareKey, product: wanted.product, acceptTest: true });

const toJson = (result: Result): object => (result.ok ? { valid: true, ...result.value } : { valid: false, ...result.refusal });

async function verifyOne(io: Io, text: string, options: Options): Promise<number> {
  const keys = await keysFor(io, options, text.trim());
  if (!keys.ok) return keys.code;
  const now = instantOf(options.at);
  const result = await verifyText(text, keys.keys, now, options);
  if (options.json) io.stdout.write(`${JSON.stringify(toJson(result), null, 2)}\n`);
  if (!result.ok) {
    io.stderr.write(`${result.refusal.code}: ${adviceHere(result.refusal.code)}\n`);
    return exitCodes.problem;
  }
  if (!options.json) io.stdout.write(`${licenseText(io, result.value, now)}\n`);
  return exitCodes.ok;
}

/** Every licence file in a zip must be genuine; where a device is named, one of them must be for it. */
async function verifyZip(io: Io, file: string, bytes: Uint8Array, options: Options): Promise<number> {
  const files = unpackLicenses(file, bytes);
  const keys = await keysFor(io, options, files[0].text.trim());
  if (!keys.ok) return keys.code;
  const now = instantOf(options.at);
  const verified: { readonly fileName: string; readonly result: Result }[] = [];
  for (const { fileName, text } of files) {
    verified.push({ fileName, result: await verifyText(text, keys.keys, now, { product: options.product }) });
  }
  const { hardwareKey } = options;
  const forDevice = verified.some(({ result }) => result.ok && result.value.payload.sub === hardwareKey);
  const isMissing = hardwareKey !== undefined && !forDevice;
  const valid = !isMissing && verified.every(({ result }) => result.ok);
  if (options.json) {
    const all = verified.map(({ fileName, result }) => ({ fileName, ...toJson(result) }));
    io.stdout.write(`${JSON.stringify({ valid, files: all }, null, 2)}\n`);
  } else {
    const texts = verified.flatMap(({ fileName, result }) =>
      result.ok
        ? [`${paint(io, 'bold', `${clean(fileName)}: for ${clean(result.value.payload.sub)}`)}\n${licenseText(io, result.value, now)}`]
        : [],
    );
    if (texts.length > 0) io.stdout.write(`${texts.join('\n\n')}\n`);
  }
  for (const { fileName, result } of verified) {
    if (!result.ok) io.stderr.write(`${clean(fileName)}: ${result.refusal.code}: ${adviceHere(result.refusal.code)}\n`);
  }
  if (isMissing) io.stderr.write(`wrong-device: ${adviceHere('wrong-device')}\n`);
  return valid ? exitCodes.ok : exitCodes.problem;
}

/** Says whether a licence file is genuine, or each in a zip; answers the exit code. */
export async function verify(io: Io, file: string, options: Options): Promise<number> {
  const bytes = await readBytes(io, file);
  if (isZip(bytes)) return verifyZip(io, file, bytes, options);
  // Bytes that are no text must not make a file look unchanged: each is one character that base64url does not have.
  return verifyOne(io, bytes.toString('latin1'), options);
}

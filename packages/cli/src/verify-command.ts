import { readFileSync } from 'node:fs';
import { type KeySet, type LicenseClaims, parseDocument, verifyKeySet, verifyLicense } from '@muniment/client/verify';
import type { Command } from 'commander';
import { connect, serverUrl } from './connect.ts';
import { readText } from './input.ts';
import { exitCodes, type Io, UsageError } from './io.ts';
import { keyValues } from './output/object.ts';
import { reportProblem } from './output/problem.ts';
import { clean, paint } from './output/style.ts';
import { table } from './output/table.ts';

interface Options {
  readonly keySet?: string;
  readonly jwks?: string;
  readonly hardwareKey?: string;
  readonly product?: string;
  readonly at?: string;
  readonly url?: string;
  readonly json?: boolean;
}

type Keys = { readonly ok: true; readonly keys: KeySet } | { readonly ok: false; readonly code: number };

const asKeySet = (value: unknown): KeySet | null => (Array.isArray((value as KeySet | null)?.keys) ? (value as KeySet) : null);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A published key set, from an address or from a file that was saved from there. */
async function readJwks(io: Io, from: string): Promise<KeySet> {
  if (!/^https?:/.test(from)) {
    const keys = asKeySet(parseJson(await readText(io, from)));
    if (!keys) throw new UsageError(`${from} holds no key set (RFC 7517).`);
    return keys;
  }
  try {
    const response = await fetch(from, { signal: io.signal });
    const keys = response.ok ? asKeySet(await response.json()) : null;
    if (!keys) throw new Error(`the answer (${response.status}) is no key set`);
    return keys;
  } catch (error) {
    throw new UsageError(`${from}: ${(error as Error).message}`);
  }
}

/** A signed key set is checked with the keys known before; without any, choosing the file is what trusts it. */
async function readSigned(file: string, text: string, known: KeySet | undefined): Promise<KeySet> {
  const parsed = parseDocument(text);
  const own = parsed.ok ? asKeySet(parsed.value.claims) : null;
  if (!own) throw new UsageError(`${file} holds no key set.`);
  const checked = await verifyKeySet(text, known ?? own);
  if (!checked.ok) throw new UsageError(`${file}: ${checked.refusal.code}: ${String(checked.refusal.facts?.advice ?? '')}`);
  return checked.value;
}

async function keysFor(io: Io, options: Options): Promise<Keys> {
  const known = options.jwks === undefined ? undefined : await readJwks(io, options.jwks);
  if (options.keySet !== undefined) {
    const text = await readText(io, options.keySet);
    return { ok: true, keys: asKeySet(parseJson(text)) ?? (await readSigned(options.keySet, text, known)) };
  }
  if (known) return { ok: true, keys: known };
  const answer = await connect(io, serverUrl(io.env, options.url), undefined).getKeySet({}, { signal: io.signal });
  if (!answer.ok) return { ok: false, code: reportProblem(io, answer.problem, options.json === true) };
  return { ok: true, keys: answer.value as unknown as KeySet };
}

function secondsOf(at: string | undefined): number {
  const milliseconds = at === undefined ? Date.now() : Date.parse(at);
  if (Number.isNaN(milliseconds)) throw new UsageError(`--at ${at} is not an instant like 2027-01-31T09:30:00Z.`);
  return Math.floor(milliseconds / 1000);
}

function claimsText(io: Io, claims: LicenseClaims, kid: string): string {
  const { sub, aud, iss, serial, iat, entitlements, test } = claims;
  const facts = {
    hardwareKey: sub,
    product: aud,
    vendor: iss,
    serial: `${serial.epoch}.${serial.number}`,
    signedAt: new Date(iat * 1000).toISOString(),
    key: kid,
  };
  const lines = [paint(io, ['bold', 'green'], 'Valid: the vendor signed this file, and it is unchanged.'), keyValues(io, facts)];
  if (entitlements.length > 0)
    lines.push(
      '',
      table(
        io,
        entitlements.map((one) => ({ ...one })),
      ),
    );
  if (test === true) lines.push('', 'Made on a test clock: worth nothing in the field.');
  return lines.join('\n');
}

async function verify(io: Io, file: string, options: Options): Promise<number> {
  const text = file === '-' ? await readText(io, file) : readFile(file);
  const keys = await keysFor(io, options);
  if (!keys.ok) return keys.code;
  const { hardwareKey, product, at } = options;
  const result = await verifyLicense(text, { keys: keys.keys, nowSeconds: secondsOf(at), hardwareKey, product });
  if (!result.ok) {
    const { code, facts } = result.refusal;
    if (options.json) io.stdout.write(`${JSON.stringify({ valid: false, code, facts }, null, 2)}\n`);
    io.stderr.write(`${code}: ${clean(String(facts?.advice ?? 'The file is not valid.'))}\n`);
    return exitCodes.problem;
  }
  const parsed = parseDocument(text);
  const kid = parsed.ok ? parsed.value.header.kid : '';
  io.stdout.write(
    `${options.json ? JSON.stringify({ valid: true, kid, claims: result.value }, null, 2) : claimsText(io, result.value, kid)}\n`,
  );
  return exitCodes.ok;
}

function readFile(file: string): string {
  try {
    // Bytes that are no text must not make a file look unchanged: each is one character that base64url does not have.
    return readFileSync(file, 'latin1');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Adds `muniment verify FILE`: whether a licence file is genuine and for this device, without asking a server about it. */
export function addVerify(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program.command('verify').helpGroup('On this machine:');
  command
    .description('verify a licence file offline')
    .argument('<file>', 'the licence file; - reads the standard input')
    .option('--key-set <file>', 'the vendor\u2019s keys: a published key set (RFC 7517) or the signed one')
    .option('--jwks <address>', 'the published key set at an address, or saved in a file; else the server\u2019s')
    .option('--hardware-key <key>', 'refuse a file for another device')
    .option('--product <product>', 'refuse a file for another product')
    .option('--at <instant>', 'judge dates as of this instant instead of now')
    .option('--json', 'print the result as JSON')
    .option('--url <address>', 'the server to ask for keys where none are given (MUNIMENT_URL)')
    .action(async (file: string, options: Options) => finish(await verify(io, file, options)));
}

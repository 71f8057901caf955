import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** How API keys begin: what scanners for leaked secrets look for. */
const apiKeyPrefix = 'mun_live_';
/** How the tokens of devices begin. */
const deviceTokenPrefix = 'mun_dev_';
const prefixes = [apiKeyPrefix, deviceTokenPrefix];

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = digits[Number(rest % 62n)] + text;
  return text;
}

const secretLength = 43;
const checksumLength = 6;
const pattern = new RegExp(`^(?:${prefixes.join('|')})[0-9A-Za-z]{${secretLength + checksumLength}}$`);

function checksumOf(text: string): string {
  return base62(BigInt(crc32(text)), checksumLength);
}

/** A new API key: prefix, 256 random bits in base 62, CRC-32 of all before, so that a scanner knows a key from an accident. */
export function makeApiKey(): { readonly secret: string; readonly prefix: string } {
  const secret = makeSecret(apiKeyPrefix);
  return { secret, prefix: secret.slice(0, apiKeyPrefix.length + 6) };
}

/** A new token of a device, of the same make. */
export const makeDeviceToken = (): string => makeSecret(deviceTokenPrefix);

function makeSecret(prefix: string): string {
  const body = prefix + base62(BigInt(`0x${randomBytes(32).toString('hex')}`), secretLength);
  return body + checksumOf(body);
}

/** Whether a text could be a secret of ours: a mistyped key or token is refused without asking the database. */
export function couldBeSecret(text: string): boolean {
  if (!prefixes.some((prefix) => text.startsWith(prefix))) return true;
  return pattern.test(text) && checksumOf(text.slice(0, -checksumLength)) === text.slice(-checksumLength);
}

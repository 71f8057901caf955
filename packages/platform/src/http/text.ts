import { isUtf8 } from 'node:buffer';

/** What an escape must look like for a text to be one that cannot be kept; everything else passes without a closer look. */
const suspicious = /\\u(0000|d[89a-f])/i;

function isKeepable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => isKeepable(key) && isKeepable(item));
}

/**
 * Whether every text of a parsed JSON body can be kept: PostgreSQL stores no NUL, and half a surrogate pair has neither
 * UTF-8 nor a canonical form (RFC 8785). Both can only come as escapes, so most bodies are not walked through.
 */
export function isKeepableBody(json: string, value: unknown): boolean {
  return !suspicious.test(json) || isKeepable(value);
}

/** The text of a body; null if it is not UTF-8 (RFC 8259 §8.1), which decoding would alter unseen. */
export function textOf(body: Buffer): string | null {
  return isUtf8(body) ? body.toString('utf8') : null;
}

/** The same for an address: what it says decodes to UTF-8 without NUL. */
export function isKeepableUrl(url: string): boolean {
  if (url.includes('%00')) return false;
  if (!/%[89a-f]/i.test(url)) return true;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

/** Thrown on the way in; `refusalOf` knows it. */
export class UnkeepableText extends Error {}

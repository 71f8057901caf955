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

/** The same for an address: what it says decodes to no NUL. */
export function isKeepableUrl(url: string): boolean {
  return !url.includes('%00');
}

/** Thrown on the way in; `refusalOf` knows it. */
export class UnkeepableText extends Error {}

import type { SessionCookie } from './types.ts';

/**
 * Over https the name carries the `__Host-` prefix: browsers then refuse one that another host or path set. Browsers
 * refuse the prefix without https, so a plain name serves development.
 */
export function cookieNames(secure: boolean): { readonly session: string } {
  return { session: secure ? '__Host-muniment_session' : 'muniment_session' };
}

/** Value of a cookie in a `Cookie` header (RFC 6265), or null. Our values need no decoding. */
export function readCookie(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim() || null;
  }
  return null;
}

/** `Set-Cookie` for the session: never readable by scripts, never sent with requests that other sites start by form or script. */
export function writeCookie(cookie: SessionCookie, secure: boolean): string {
  const { session } = cookieNames(secure);
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  if ('clear' in cookie) return `${session}=; Max-Age=0; ${attributes}`;
  if (!/^[A-Za-z0-9._~-]+$/.test(cookie.token)) throw new TypeError('A session token must be plain URL-safe text');
  return `${session}=${cookie.token}; Max-Age=${Math.floor(cookie.maxAgeSeconds)}; ${attributes}`;
}

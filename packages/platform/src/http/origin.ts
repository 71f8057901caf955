/** What a browser says about where a request comes from. */
export interface OriginHeaders {
  readonly 'sec-fetch-site'?: string | undefined;
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
  readonly authorization?: string | undefined;
}

/**
 * Whether a write was started by another site's page. Browsers say so in `Sec-Fetch-Site`, older ones only in `Origin`;
 * programs that are no browser send neither and hold no cookie that a stranger's page could use. A request that carries
 * its token itself (`Authorization: Bearer`) cannot be forged; other schemes browsers may add of their own accord. SameSite=Lax is the first wall, this is the second.
 */
export function isForeign(method: string, headers: OriginHeaders, publicUrl: URL): boolean {
  if (method === 'GET' || method === 'HEAD' || /^bearer /i.test(headers.authorization ?? '')) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (headers.origin === undefined) return false;
  // A proxy may have put another name into Host; the public address is ours all the same.
  return hostOf(headers.origin) !== (headers.host ?? '').toLowerCase() && headers.origin.toLowerCase() !== publicUrl.origin;
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

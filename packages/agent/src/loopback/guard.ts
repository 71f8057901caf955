import type { IncomingMessage } from 'node:http';
import { type Refusal, refuse } from '../outcome.ts';

const ownNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Host and port of a `Host` header or an origin, in small letters; null where it is neither. */
function hostIn(authority: string): URL | null {
  // Nothing but a name and a port: no path, user or blank that a URL would overlook.
  if (!/^[a-z0-9.:[\]-]+$/i.test(authority) || !URL.canParse(`http://${authority}/`)) return null;
  return new URL(`http://${authority}/`);
}

/**
 * Whether a request may come in here at all. A page of a stranger whose name was made to lead to this computer (DNS
 * rebinding) still sends the stranger's name as `Host`; and a browser says with every write from which page it comes, in
 * `Origin`, newer ones in `Sec-Fetch-Site`, too. Programs that are no browser send neither.
 */
export function refusalOf({ method, headers, headersDistinct }: IncomingMessage): Refusal<'host-not-local' | 'foreign-origin'> | null {
  const hosts = headersDistinct.host ?? [];
  const host = hosts.length === 1 ? hostIn(hosts[0]!) : null;
  if (host === null || !ownNames.has(host.hostname)) return refuse('host-not-local', { host: hosts.join(', ') }).refusal;
  if (method === 'GET' || method === 'HEAD') return null;
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  const isForeign = (site !== undefined && site !== 'same-origin' && site !== 'none') || (origin !== undefined && origin !== host.origin);
  return isForeign ? refuse('foreign-origin', { origin: origin ?? '' }).refusal : null;
}

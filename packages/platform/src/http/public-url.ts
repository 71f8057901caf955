const loopback = /^(?:[a-z0-9-]+\.)*localhost$|^127(?:\.\d{1,3}){3}$|^\[::1\]$/;

/**
 * The address to put into links. A `Host` header is the caller's word: taken as it came, anybody could have a password
 * mail sent whose link leads to his own server. It counts only where it names a host below the public one, or this machine while that
 * is all that people can reach: else the link would lead to whatever listens on the reader's own machine.
 */
export function baseUrlFor(host: string, publicUrl: URL): string {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  if (loopback.test(name) && loopback.test(publicUrl.hostname)) return `http://${host.toLowerCase()}`;
  if (name.endsWith(`.${publicUrl.hostname}`) && /^[a-z0-9.-]+$/.test(name)) {
    return `${publicUrl.protocol}//${name}${publicUrl.port === '' ? '' : `:${publicUrl.port}`}`;
  }
  return publicUrl.origin;
}

const loopback = /^(?:[a-z0-9-]+\.)*localhost$|^127(?:\.\d{1,3}){3}$|^\[::1\]$/;

/**
 * The address to put into links. A `Host` header is the caller's word: taken as it came, anybody could have a password
 * mail sent whose link leads to his own server. It counts only where it names this machine, or a host below the public one.
 */
export function baseUrlFor(host: string, publicUrl: URL): string {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  if (name !== '' && loopback.test(name)) return `http://${host.toLowerCase()}`;
  if (name.endsWith(`.${publicUrl.hostname}`) && /^[a-z0-9.-]+$/.test(name)) {
    return `${publicUrl.protocol}//${name}${publicUrl.port === '' ? '' : `:${publicUrl.port}`}`;
  }
  return publicUrl.origin;
}

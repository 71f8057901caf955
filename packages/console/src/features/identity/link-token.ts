const parameter = (name: string): string =>
  new URLSearchParams(location.hash.slice(1)).get(name) ?? new URLSearchParams(location.search).get(name) ?? '';

/** The secret of a mailed link: after `#` where no server log sees it, or as `?token=`. */
export const linkToken = (): string => parameter('token');

/** The vendor a mailed link belongs to, by its slug; empty where the host says it. */
export const linkVendor = (): string => parameter('vendor');

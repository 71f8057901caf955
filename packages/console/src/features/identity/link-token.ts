/** The secret of a mailed link: after `#` where no server log sees it, or as `?token=`. */
export function linkToken(): string {
  const fragment = new URLSearchParams(location.hash.slice(1));
  return fragment.get('token') ?? new URLSearchParams(location.search).get('token') ?? '';
}

/** JSON in the one order of RFC 8785, as far as a leaf needs it: keys sorted by UTF-16, numbers and texts as ECMAScript writes them. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([key, child]) => `${JSON.stringify(key)}:${canonical(child)}`).join(',')}}`;
}

/** RFC 6962 leaf hash, base64url; null where the browser gives no hashing to pages without https. */
export async function leafHash(text: string): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const bytes = new TextEncoder().encode(`\0${text}`);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...hash))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** The same with the tools of any Unix: the leaf stands in a file, so that no shell reads it. */
export const hashCommand =
  "{ printf '\\0'; printf %s \"$(cat leaf.json)\"; } | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d =";

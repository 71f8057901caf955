/**
 * Declares the search parameters a page reads. All are plain text, so that an address reads as it is typed:
 * `?q=1904` stays text and is not made a number.
 */
export const search =
  <const Name extends string>(...names: Name[]) =>
  (given: Record<string, unknown>): { [K in Name]?: string } =>
    Object.fromEntries(names.flatMap((name) => (typeof given[name] === 'string' && given[name] !== '' ? [[name, given[name]]] : []))) as {
      [K in Name]?: string;
    };

export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

export function stringifySearch(values: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== '') query.set(name, String(value));
  return query.size > 0 ? `?${query}` : '';
}

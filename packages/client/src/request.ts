import type { Route } from './types.ts';

/** One HTTP request as data: what is sent, and what a developer is shown. */
export interface BuiltRequest {
  readonly method: Route['method'];
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

export type Input = Readonly<Record<string, unknown>>;

function pathOf(route: Route, input: Input): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = input[name];
    if (value === undefined || value === null || value === '') throw new TypeError(`${route.method} ${route.path} needs ${name}`);
    return encodeURIComponent(String(value));
  });
}

function queryOf(route: Route, input: Input): string {
  const query = new URLSearchParams();
  for (const name of route.query ?? []) {
    const value = input[name];
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  if (route.dryRun && input.dryRun === true) query.set('dryRun', 'true');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function bodyOf(route: Route, input: Input): string | undefined {
  if (!route.body) return undefined;
  const body: Record<string, unknown> = {};
  for (const name of route.body) if (input[name] !== undefined) body[name] = input[name];
  return JSON.stringify(body);
}

/** Sorts the fields of one merged input into path, query and body. A missing path parameter is a bug of the caller: it throws. */
export function buildRequest(baseUrl: string, route: Route, input: Input, headers: Record<string, string | undefined>): BuiltRequest {
  const body = bodyOf(route, input);
  const all: Record<string, string | undefined> = {
    Accept: route.file ? '*/*' : 'application/json',
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...headers,
  };
  const set = Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
  return { method: route.method, url: `${baseUrl.replace(/\/+$/, '')}${pathOf(route, input)}${queryOf(route, input)}`, headers: set, body };
}

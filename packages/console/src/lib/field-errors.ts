import type { Problem } from './types.ts';

/** What the server says about single fields, by the field's name: `/name` and `/address/city` of a problem's `errors`. */
export function fieldErrors(problem: Problem | null | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { pointer, detail } of problem?.errors ?? []) found[pointer.replace(/^\//, '').replaceAll('/', '.')] = detail;
  return found;
}

import type { PackIssueFacts } from '@muniment/domain/catalog';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** One mistake of shape: where, and the facts it is told from. */
export interface ShapeMistake {
  readonly path: readonly (string | number)[];
  readonly facts: PackIssueFacts;
  /** A field that nobody knows stands where its name does. */
  readonly field: string | null;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => (typeof value === 'object' && value !== null ? value[step as never] : undefined), raw);
}

function limited(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): PackIssueFacts {
  const small = issue.code === 'too_small';
  const limit = Number(small ? issue.minimum : issue.maximum);
  const [few, many] =
    issue.origin === 'string' ? ['too-short', 'too-long'] : issue.origin === 'array' ? ['too-few', 'too-many'] : ['too-low', 'too-high'];
  return { reason: (small ? few : many)!, limit };
}

function factsOf(issue: Issue, raw: unknown): PackIssueFacts {
  const received = valueAt(raw, issue.path);
  if (received === undefined && issue.code !== 'too_small') return { reason: 'missing' };
  if (issue.code === 'invalid_type') return { reason: 'wrong-type', expected: issue.expected, received: typeOf(received) };
  if (issue.code === 'too_small' || issue.code === 'too_big') return limited(issue);
  if (issue.code === 'invalid_value') return { reason: 'value-not-allowed', values: issue.values.map(String) };
  if (issue.code === 'invalid_union' && 'options' in issue)
    return { reason: 'value-not-allowed', values: (issue.options as unknown[]).map(String) };
  if (issue.code === 'invalid_format') return { reason: 'form-not-valid' };
  return { reason: 'other', said: issue.message };
}

/** What the schema found, as facts instead of its English sentences. */
export function shapeMistakes(issues: readonly Issue[], raw: unknown): ShapeMistake[] {
  return issues.flatMap((issue): ShapeMistake[] => {
    const path = issue.path as readonly (string | number)[];
    if (issue.code !== 'unrecognized_keys') return [{ path, facts: factsOf(issue, raw), field: null }];
    return issue.keys.map((field) => ({ path, facts: { reason: 'field-unknown', field }, field }));
  });
}

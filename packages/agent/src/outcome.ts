/** Why something was not done: a stable code and what it depends on. */
export interface Refusal<C extends string = string> {
  readonly code: C;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What a use case answers: its value, or a refusal that changed nothing. */
export type Outcome<T, C extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal<C> };

export function accept<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse<C extends string>(
  code: C,
  facts: Readonly<Record<string, unknown>> = {},
): { readonly ok: false; readonly refusal: Refusal<C> } {
  return { ok: false, refusal: { code, facts } };
}

/**
 * A refusal: a stable kebab-case code and the facts a person or program needs to do better.
 * Facts are plain JSON: they go into the answer of the API as they are.
 */
export interface Refusal<C extends string = string> {
  readonly code: C;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What a pure function decides: a value, or why not. Exceptions are bugs, never decisions. */
export type Decision<T, C extends string> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal<C> };

/** Decides yes. */
export function accept<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Decides no, with the code of the refusal and its facts. */
export function refuse<C extends string>(
  code: C,
  facts: Readonly<Record<string, unknown>> = {},
): { readonly ok: false; readonly refusal: Refusal<C> } {
  return { ok: false, refusal: { code, facts } };
}

/** The codes a decision may refuse with: lets a caller declare exactly those. */
export type RefusalCodeOf<D> = D extends { readonly ok: false; readonly refusal: Refusal<infer C> } ? C : never;

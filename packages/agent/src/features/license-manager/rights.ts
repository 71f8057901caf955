import type { Right } from '@muniment/client/vendor';
import type { OutputOf, validateLicense } from '@muniment/contract';

/** The server's codes where they mean the same; beside them only what a file alone cannot tell. Which firmware there is only the server knows. */
export type RightCode =
  | Exclude<OutputOf<typeof validateLicense>['code'], 'unknown-license' | 'version-not-released' | 'maintenance-missing'>
  | 'license-not-usable';

/** What an application asks: may I at all, may I do this, this much of it, in this version? */
export interface Question {
  readonly product?: string;
  readonly hardwareKey?: string;
  readonly feature?: string;
  readonly quantity?: number;
  readonly version?: string;
}

/**
 * Whether rights cover what is asked for, as the server judges it, with one difference: a file names the version that is
 * licensed and not which versions come before it. The very same version is covered; for any other this is not known here.
 */
export function judge(question: Question, rights: readonly Right[]): RightCode {
  if (question.feature === undefined) return 'valid';
  const right = rights.find(({ feature }) => feature === question.feature);
  if (right === undefined) return 'feature-missing';
  if (question.quantity !== undefined && typeof right.value === 'number' && right.value < question.quantity) return 'quantity-exceeded';
  if (question.version !== undefined && typeof right.value === 'string' && right.value !== question.version) return 'version-not-known';
  return 'valid';
}

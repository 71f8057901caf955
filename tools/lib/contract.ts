import { pathToFileURL } from 'node:url';
import { root } from './report.ts';

/** The facts of an operation that the checks and the generated pages read. */
export interface OperationFacts {
  readonly id: string;
  readonly feature: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly access: string;
  readonly refusals: readonly string[];
  readonly idempotent: boolean;
  readonly dryRun: boolean;
  readonly cli: { readonly noun: string; readonly verb: string } | { readonly none: string };
}

/** A module of the tree that is checked, loaded as it is. */
export const load = async (path: string): Promise<Record<string, unknown>> =>
  (await import(pathToFileURL(`${root}/${path}`).href)) as Record<string, unknown>;

/** Every operation of the contract. */
export async function loadOperations(): Promise<readonly OperationFacts[]> {
  return (await load('packages/contract/src/index.ts'))['operations'] as readonly OperationFacts[];
}

import { accept, type Decision, refuse } from '@muniment/domain';
import type { Context, Uuid } from '../../core/context.ts';
import { keySecrets } from './secrets.ts';
import type { SealedRow } from './store.ts';

/** Keys in clear. Whether the caller may see them is asked before. */
export async function openSealed<Row extends SealedRow>(
  context: Pick<Context, 'services' | 'vendor'>,
  rows: readonly Row[],
): Promise<Decision<(Row & { readonly id: Uuid; readonly key: string })[], 'license-key-secret-missing'>> {
  const secrets = await keySecrets(context);
  // Sealed with a secret that is no longer where it was kept: the operator can put it back.
  const foreign = rows.filter((row) => row.secret_id !== secrets.id).length;
  if (foreign > 0) return refuse('license-key-secret-missing', { count: foreign });
  return accept(rows.map((row) => ({ ...row, key: secrets.open(row.id, row.sealed) })));
}

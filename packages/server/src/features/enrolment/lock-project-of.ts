import type { Context, Uuid } from '../../core/context.ts';
import { lockProject } from '../projects/index.ts';

/**
 * Reads something behind the lock of its project, null where it is not there. Whoever waited may find that it has moved to another
 * project meanwhile (E8): then that one's lock counts, as everybody who asks there has it. Two that cross so are tried again.
 */
export async function lockProjectOf<T extends { readonly project_id: Uuid }>(
  { tx, vendor }: Pick<Context, 'tx' | 'vendor'>,
  read: () => Promise<T | null>,
): Promise<T | null> {
  const locked = new Set<Uuid>();
  for (;;) {
    const row = await read();
    if (row === null || locked.has(row.project_id)) return row;
    await lockProject(tx, vendor.id, row.project_id);
    locked.add(row.project_id);
  }
}

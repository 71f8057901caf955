import type { Context } from '../../core/context.ts';
import { indexTerms } from '../search/index.ts';
import type { ProjectRow } from './store.ts';

/** Lets a project be found by its name and by its id. */
export async function indexProject(context: Pick<Context, 'tx' | 'vendor'>, row: Pick<ProjectRow, 'id' | 'name' | 'customer_id'>) {
  await indexTerms(context.tx, context.vendor.id, {
    kind: 'project',
    objectId: row.id,
    terms: [row.name, row.id],
    customerId: row.customer_id,
  });
}

import { type CatalogPack, findPart, type Part } from '@muniment/domain/catalog';
import { canFollow, poolOf } from '@muniment/domain/ledger';
import type { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import { packsAt } from '../catalog/index.ts';
import { findAccounts } from '../ledger/index.ts';
import { type ExpiryProject, endingsOf, type FreeRow, freeOf } from './expiry-store.ts';

/** Licences of one project, and of its pool, that an outlook takes into account. */
const mostSeen = 2000;

interface Outlooked extends Pick<ExpiryProject, 'extend_prefer' | 'extend_since'> {
  readonly project_id: Uuid;
}

/**
 * Which licence of the pool would follow on each that ends, as things stand: the first to end is served first. Of projects
 * that extend; what is not in the answer would find none.
 */
export async function outlookOf(
  context: Context,
  pack: CatalogPack,
  projects: readonly Outlooked[],
  last: Temporal.PlainDate,
): Promise<Map<Uuid, FreeRow>> {
  const { tx, vendor } = context;
  const followers = new Map<Uuid, FreeRow>();
  for (const project of projects) {
    const [account] = await findAccounts(tx, vendor.id, [poolOf(project.project_id)]);
    if (account === undefined || project.extend_since === null) continue;
    const free = (await freeOf(tx, vendor.id, account.id, mostSeen)).map((row) => ({ ...row }));
    if (project.extend_prefer === 'longest') free.sort((a, b) => b.term_days - a.term_days);
    const endings = await endingsOf(tx, vendor.id, project.project_id, { after: project.extend_since, last }, mostSeen);
    const packs = await packsAt(
      tx,
      vendor.id,
      endings.map((row) => row.pack_version),
    );
    const nextParts = new Map<string, Part>(pack.parts.map((part) => [part.number, part]));
    for (const row of endings) {
      const held = findPart(packs.get(row.pack_version)!, row.part)!;
      const found = free.find(({ quantity, part }) => quantity > 0 && nextParts.has(part) && canFollow(nextParts.get(part)!, held));
      if (found === undefined) continue;
      found.quantity -= 1;
      followers.set(row.lot_id, found);
    }
  }
  return followers;
}

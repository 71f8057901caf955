import { type CatalogPack, findPart, type Part } from '@muniment/domain/catalog';
import { canFollow, poolOf } from '@muniment/domain/ledger';
import { daysLeft, type EndingWindow, extensionWindows } from '@muniment/domain/terms';
import type { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import { packsAt } from '../catalog/index.ts';
import { findAccounts } from '../ledger/index.ts';
import { type EndingRow, type ExpiryProject, endingsOf, type FreeRow, freeOf } from './expiry-store.ts';
import { extendAheadsOf } from './extend.ts';

/** Licences of one project, and of its pool, that an outlook takes into account. */
const mostSeen = 2000;

interface Wanting {
  readonly row: EndingRow;
  readonly held: Part;
}

/** As they are served: what runs and is due, then what has ended, then the others when their day comes. */
function inTurn(all: readonly Wanting[], pack: CatalogPack, today: Temporal.PlainDate): Wanting[] {
  const aheadOf = extendAheadsOf(pack);
  const turns: [due: Wanting[], ended: Wanting[], later: Wanting[]] = [[], [], []];
  for (const one of all) {
    const left = daysLeft(one.row, today);
    turns[left <= 0 ? 1 : left <= aheadOf(one.held) ? 0 : 2].push(one);
  }
  return turns.flat();
}

async function soonestOf({ tx, vendor }: Context, projectId: Uuid, windows: readonly EndingWindow[]): Promise<EndingRow[]> {
  const found: EndingRow[] = [];
  for (const window of windows) found.push(...(await endingsOf(tx, vendor.id, projectId, window, mostSeen)));
  return found;
}

interface Outlooked extends Pick<ExpiryProject, 'extend_prefer' | 'extend_since'> {
  readonly project_id: Uuid;
}

/**
 * Which licence of the pool would follow on each that ends, as things stand. Of projects that extend; what is not in the answer
 * would find none.
 */
export async function outlookOf(
  context: Context,
  pack: CatalogPack,
  projects: readonly Outlooked[],
  { today, last }: { readonly today: Temporal.PlainDate; readonly last: Temporal.PlainDate },
): Promise<Map<Uuid, FreeRow>> {
  const { tx, vendor } = context;
  const followers = new Map<Uuid, FreeRow>();
  for (const project of projects) {
    const [account] = await findAccounts(tx, vendor.id, [poolOf(project.project_id)]);
    if (account === undefined || project.extend_since === null) continue;
    const free = (await freeOf(tx, vendor.id, account.id, mostSeen)).map((row) => ({ ...row }));
    if (project.extend_prefer === 'longest') free.sort((a, b) => b.term_days - a.term_days);
    const endings = await soonestOf(
      context,
      project.project_id,
      extensionWindows(project.extend_since, today, daysLeft({ until: last }, today)),
    );
    const packs = await packsAt(
      tx,
      vendor.id,
      endings.map((row) => row.pack_version),
    );
    const nextParts = new Map<string, Part>(pack.parts.map((part) => [part.number, part]));
    const wanting = endings.map((row) => ({ row, held: findPart(packs.get(row.pack_version)!, row.part)! }));
    for (const { row, held } of inTurn(wanting, pack, today)) {
      const found = free.find(({ quantity, part }) => quantity > 0 && nextParts.has(part) && canFollow(nextParts.get(part)!, held));
      if (found === undefined) continue;
      found.quantity -= 1;
      followers.set(row.lot_id, found);
    }
  }
  return followers;
}

import { accept, type Decision, refuse } from '@muniment/domain';
import { findPart, findProduct, type Product } from '@muniment/domain/catalog';
import { poolOf, takesItself } from '@muniment/domain/ledger';
import { vendorDay } from '@muniment/domain/terms';
import type { Context, Uuid } from '../../core/context.ts';
import { cutPage, openPage, type Page } from '../../core/page.ts';
import { currentPack, packsAt, type VersionedPack } from '../catalog/index.ts';
import type { DeviceRow } from '../devices/index.ts';
import type { Asked } from '../enrolment/index.ts';
import { findAccounts } from '../ledger/index.ts';
import { fillIn } from '../lots/index.ts';
import { countPoolLots, keyOfPoolLot, listPoolLots, type PoolFilter, poolKeyset, sumPool, wholePool } from '../terms/index.ts';
import { type CloudLicense, toCloudLicenses } from './wire.ts';

interface AskedPage {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface Waiting {
  readonly current: VersionedPack;
  readonly product: Product;
  readonly page: Page<CloudLicense>;
}

const sort = '-registered';

/** What of a pool a product takes by itself: parts as they were when they were issued. */
async function takenOf({ tx, vendor }: Context, accountId: Uuid, product: Product): Promise<NonNullable<PoolFilter['of']>> {
  const there = await sumPool(tx, vendor.id, accountId, null);
  const packs = await packsAt(
    tx,
    vendor.id,
    there.map((row) => row.pack_version),
  );
  return there
    .map((row) => ({ part: row.part, packVersion: row.pack_version }))
    .filter(({ part: number, packVersion }) => {
      const part = findPart(packs.get(packVersion)!, number);
      return part !== undefined && takesItself(product, part);
    });
}

/** Licences of a project's pool that a product can take by itself today, the newest first; of certain ones, those that are there. */
export async function waitingFor(
  context: Context,
  current: VersionedPack,
  product: Product,
  projectId: Uuid,
  asked: AskedPage,
  lotIds: readonly Uuid[] | null = null,
): Promise<Decision<Page<CloudLicense>, 'cursor-not-valid'>> {
  const { tx, vendor, actor, now } = context;
  const described = { list: 'waiting', project: projectId, product: product.id, organization: actor.organization.id, lotIds };
  const opened = openPage(asked, described, poolKeyset(sort));
  if (!opened.ok) return opened;
  const [account] = await findAccounts(tx, vendor.id, [poolOf(projectId)]);
  if (account === undefined) return accept({ items: [], next: null, total: 0 });
  const today = vendorDay(now, current.pack.vendor.timeZone);
  const filter = { ...wholePool, of: await takenOf(context, account.id, product), today, lotIds };
  const found = await listPoolLots(tx, vendor.id, account.id, filter, opened.value, sort);
  const { rows, next } = cutPage(opened.value, found, keyOfPoolLot(sort));
  const balances = rows.map((row) => ({
    account,
    lotId: row.lot_id,
    quantity: row.quantity,
    lastAt: row.last_at,
    cameAt: row.since,
  }));
  const items = await toCloudLicenses(context, current, await fillIn(tx, vendor.id, balances));
  return accept({ items, next, total: await countPoolLots(tx, vendor.id, account.id, filter) });
}

const lotId = /^(?:lot_)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** A device names licences with or without the prefix, so many at most. */
const mostNamed = 200;

/** Licences that a request asks for, as far as they wait: what it names and is not there is nothing. */
export async function wantedBy(
  context: Context,
  { current, model, project, lotIds }: Pick<Asked, 'current' | 'model' | 'project' | 'lotIds'>,
): Promise<readonly CloudLicense[]> {
  const named = lotIds.flatMap((id) => lotId.exec(id)?.[1] ?? []);
  const wanted = await waitingFor(context, current, model.product, project.id, { limit: mostNamed }, named);
  if (!wanted.ok) throw new Error('a list without a cursor has a first page');
  return wanted.value.items;
}

/** The same for a device. */
export async function loadWaiting(
  context: Context,
  device: Pick<DeviceRow, 'product' | 'variant' | 'project_id'>,
  asked: AskedPage,
  lotIds: readonly Uuid[] | null = null,
): Promise<Decision<Waiting, 'no-catalog' | 'cursor-not-valid'>> {
  const current = await currentPack(context);
  const product = current === null ? undefined : findProduct(current.pack, device.product, device.variant);
  if (current === null || product === undefined) return refuse('no-catalog', { product: device.product });
  const page = await waitingFor(context, current, product, device.project_id, asked, lotIds);
  return page.ok ? accept({ current, product, page: page.value }) : page;
}

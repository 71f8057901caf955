import type { makeLicenseKeys as contract, InputOf } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { keyedBy, makeLicenseKeys, makeLicenseKeysFromBin, type OperationDraft } from '@muniment/domain/ledger';
import { fromId } from '@muniment/platform/ids';
import type { Context, OrganizationFacts, Uuid } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { findReceiver } from '../channel/index.ts';
import { accountsOf, balancesOf, findAccounts, lockBalances } from '../ledger/index.ts';
import { toHoldings } from '../lots/index.ts';

export type MakeBody = InputOf<typeof contract>['body'];

/** Ids of what an act of making would make. */
export interface MakeIds {
  readonly batchId: Uuid;
  readonly lotId: Uuid;
  readonly orderId: Uuid | null;
}

/** Who gets the keys: whoever makes them, or the partner that the vendor names. */
export async function chooseHolder(
  { tx, vendor, actor }: Context,
  body: MakeBody,
): Promise<Decision<OrganizationFacts, 'source-not-allowed' | 'receiver-not-found' | 'receiver-not-possible'>> {
  const { organization } = actor;
  if (body.source === 'issue' && organization.kind !== 'vendor') return refuse('source-not-allowed', { source: body.source });
  const wanted = { id: body.receiverId === undefined ? null : fromId('org', body.receiverId), email: body.receiverEmail ?? null };
  if ((wanted.id === null && wanted.email === null) || body.source === 'bin') return accept(organization);
  const receiver = await findReceiver(tx, vendor.id, wanted);
  if (receiver === null) return refuse('receiver-not-found');
  const possible = receiver.kind !== 'customer';
  return possible ? accept(receiver) : refuse('receiver-not-possible', { kind: receiver.kind });
}

/** What was asked for, as the rules take it. */
const wantedOf = (body: MakeBody, ids: MakeIds, holder: Uuid) => ({
  batchId: ids.batchId,
  partNumber: body.part,
  unitsPerKey: body.quantityPerKey,
  keys: body.keys,
  organizationId: holder,
});

/** Decides where the units of keys come from. Units in a bin are locked first. */
export async function decideMaking(context: Context, current: VersionedPack, body: MakeBody, holder: Uuid, ids: MakeIds) {
  const wanted = wantedOf(body, ids, holder);
  if (body.source === 'bin') return fromBin(context, current, body, wanted);
  const command = { ...wanted, orderId: ids.orderId, lotId: ids.lotId };
  return makeLicenseKeys({ catalog: current.pack, packVersion: current.version }, command, context.now);
}

async function fromBin(context: Context, current: VersionedPack, body: MakeBody, wanted: ReturnType<typeof wantedOf>) {
  const { tx, vendor, now } = context;
  const [bins, keyed] = [
    await accountsOf(tx, vendor.id, wanted.organizationId, ['bin']),
    await findAccounts(tx, vendor.id, [keyedBy(wanted.organizationId)]),
  ];
  const order = body.salesOrder.trim();
  const held = await toHoldings(tx, vendor.id, await balancesOf(tx, vendor.id, bins));
  const meant = held.filter(({ lot }) => lot.partNumber === body.part && (order === '' || lot.order?.salesOrder === order));
  const pairs = meant.flatMap(({ account, lot }) => [account, ...keyed].map((each) => ({ account: each, lotId: lot.id })));
  const balances = await lockBalances(tx, vendor.id, pairs);
  const sources = await toHoldings(
    tx,
    vendor.id,
    balances.filter(({ account }) => account.kind === 'bin'),
  );
  const targets = balances.filter(({ account }) => account.kind === 'keyed');
  return makeLicenseKeysFromBin({ catalog: current.pack, sources, targets }, wanted, now);
}

/** The lot of each key: an act moves whole keys, lot by lot. */
export function lotOfEachKey({ moves }: Pick<OperationDraft, 'moves'>, quantityPerKey: number): Uuid[] {
  return moves.flatMap(({ lotId, quantity }) => Array.from({ length: quantity / quantityPerKey }, () => lotId));
}

import type { movement } from '@muniment/contract';
import type { AccountPlace, Move } from '@muniment/domain/ledger';
import { toId } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { Context, Uuid } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { accountsById } from '../ledger/index.ts';
import { lotPeriod, lotWords } from './lot-words.ts';
import { type LotFacts, loadLots, ownerNames, partsOfLots } from './store.ts';

export type WireMovement = z.output<typeof movement>;

/** Whose account a place is, in words the viewer may read: another partner's bin or keys and a device it does not see have no name (design: Tenancy). */
export async function placeNames(context: Context, places: readonly AccountPlace[]): Promise<(place: AccountPlace) => string> {
  const { tx, vendor, actor } = context;
  const origins = await accountsById(
    tx,
    vendor.id,
    places.flatMap((place) => (place.originId === null ? [] : [place.originId])),
  );
  const names = await ownerNames(
    context,
    [...places, ...origins].flatMap((place) => (place.ownerId === null ? [] : [place.ownerId])),
  );
  const mine = (ownerId: string | null) => actor.organization.kind === 'vendor' || ownerId === actor.organization.id;
  return (place) => {
    if (place.ownerId === null) return vendor.name;
    if ((place.kind === 'bin' || place.kind === 'keyed') && !mine(place.ownerId)) return '';
    return names.get(place.ownerId) ?? '';
  };
}

/** The numbers of an order are for its two parties and the vendor. */
export function orderNumberFor(context: Pick<Context, 'actor'>, lot: LotFacts | undefined): string | null {
  const { organization } = context.actor;
  if (lot?.order == null) return null;
  const isParty = organization.kind === 'vendor' || lot.order.receiverId === organization.id || lot.order.shipperId === organization.id;
  return isParty ? lot.order.salesOrder : null;
}

/** Moves in the reader's words. New lots are not stored yet in a preview, so they come along. */
export async function toMovements(
  context: Context,
  moves: readonly Move[],
  current: VersionedPack | null,
  fresh: ReadonlyMap<Uuid, LotFacts> = new Map(),
): Promise<WireMovement[]> {
  const { tx, vendor } = context;
  const stored = await loadLots(
    tx,
    vendor.id,
    moves.map((move) => move.lotId).filter((lotId) => !fresh.has(lotId)),
  );
  const lotOf = (lotId: Uuid) => fresh.get(lotId) ?? stored.get(lotId);
  const partsOf = await partsOfLots(tx, vendor.id, [...stored.values(), ...fresh.values()]);
  const versions = moves.flatMap((move) => lotOf(move.lotId)?.packVersion ?? []);
  const wordsOf = await lotWords(context, current, versions);
  const nameOf = await placeNames(
    context,
    moves.flatMap((move) => [move.from, move.to]),
  );
  return moves.map((move) => {
    const lot = lotOf(move.lotId);
    return {
      lotId: toId('lot', move.lotId),
      part: lot?.partNumber ?? '',
      parts: lot === undefined ? [] : partsOf(lot),
      partLabel: lot === undefined ? '' : wordsOf(lot).partLabel,
      quantity: move.quantity,
      from: nameOf(move.from),
      to: nameOf(move.to),
      fromKind: move.from.kind,
      toKind: move.to.kind,
      order: orderNumberFor(context, lot),
      ...lotPeriod(lot ?? { validFrom: null, validUntil: null }),
    };
  });
}

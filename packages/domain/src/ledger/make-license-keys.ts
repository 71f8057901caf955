import type { Temporal } from 'temporal-polyfill';
import { type CatalogPack, findPart, type Part } from '../catalog/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { hasEnded, vendorDay } from '../terms/index.ts';
import { keyedBy, placeOf, vendorPlace } from './accounts.ts';
import { draftOperation } from './draft.ts';
import { lotPeriod } from './lot-period.ts';
import type { Holding } from './state.ts';
import type { Balance, Lot, Move, OperationDraft } from './types.ts';

/** What is asked for with every making of keys. */
interface KeysWanted {
  /** Names the keys that are made together. */
  readonly batchId: string;
  readonly partNumber: string;
  readonly unitsPerKey: number;
  /** How many keys, at least 1. */
  readonly keys: number;
}

export interface MakeKeysState {
  readonly catalog: CatalogPack;
  /** Number the server gave this version of the catalog. */
  readonly packVersion: number;
}
export interface MakeKeysCommand extends KeysWanted {
  /** The organization that gets the keys. */
  readonly organizationId: string;
  /** The order they are for, where there is one. */
  readonly orderId: string | null;
  /** A fresh id; it appears in no preview. */
  readonly lotId: string;
}
export type MakeKeysRefusal = 'license-keys-not-in-catalog' | 'part-unknown' | 'part-withdrawn' | 'part-not-for-keys';

/** Makes licence keys of units that come to be with them (A1): one lot for all, from issue to whoever gets the keys. */
export function makeLicenseKeys(
  state: MakeKeysState,
  command: MakeKeysCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, MakeKeysRefusal> {
  const { catalog, packVersion } = state;
  if (catalog.licenseKeys === undefined) return refuse('license-keys-not-in-catalog');
  const part = checkPartForKeys(catalog, command.partNumber);
  if (!part.ok) return part;
  if (part.value.withdrawn) return refuse('part-withdrawn', { part: part.value.number, partLabel: part.value.label });
  const quantity = command.keys * command.unitsPerKey;
  const period = lotPeriod(part.value, vendorDay(now, catalog.vendor.timeZone));
  const lot: Lot = { id: command.lotId, partNumber: part.value.number, packVersion, origin: 'key', quantity, ...period };
  const moves = [{ lotId: lot.id, from: vendorPlace('issue'), to: keyedBy(command.organizationId), quantity }];
  const details = { ...detailsOf(command), ...(command.orderId === null ? {} : { orderId: command.orderId }) };
  return accept(draftOperation('make-license-keys', { now, moves, lots: [lot], touched: [], details }));
}

export interface MakeKeysFromBinState {
  readonly catalog: CatalogPack;
  /** What the organization's bin holds of the part, or of what was named. */
  readonly sources: readonly Holding[];
  /** Balances that will receive: they may have moved later than `now`. */
  readonly targets: readonly Balance[];
}
export interface MakeKeysFromBinCommand extends KeysWanted {
  /** The organization whose bin it is: it holds the keys. */
  readonly organizationId: string;
}
export type MakeKeysFromBinRefusal = 'license-keys-not-in-catalog' | 'part-unknown' | 'part-not-for-keys' | 'not-enough-units';

/** Makes licence keys of units in a bin: the oldest lots first, each key from one lot. Units whose time is over are left out. */
export function makeLicenseKeysFromBin(
  state: MakeKeysFromBinState,
  command: MakeKeysFromBinCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, MakeKeysFromBinRefusal> {
  const { catalog, sources } = state;
  if (catalog.licenseKeys === undefined) return refuse('license-keys-not-in-catalog');
  const { partNumber, unitsPerKey, keys } = command;
  const mine = sources.filter(({ lot }) => lot.partNumber === partNumber);
  // What lies in a bin is of the version it was issued under: its part may be gone from today's catalog.
  const known = mine[0]?.part ?? findPart(catalog, partNumber);
  const part = known === undefined ? refuse('part-unknown', { part: partNumber }) : checkClass(known);
  if (!part.ok) return part;
  const today = vendorDay(now, catalog.vendor.timeZone);
  const usable = mine.filter(({ lot }) => !hasEnded(lot, today)).sort((a, b) => (a.lot.id < b.lot.id ? -1 : 1));
  const moves: Move[] = [];
  let left = keys;
  for (const { account, lot, quantity } of usable) {
    const here = Math.min(left, Math.floor(quantity / unitsPerKey));
    if (here === 0) continue;
    moves.push({ lotId: lot.id, from: placeOf(account), to: keyedBy(command.organizationId), quantity: here * unitsPerKey });
    left -= here;
  }
  if (left > 0) {
    return refuse('not-enough-units', { part: partNumber, requested: keys * unitsPerKey, available: (keys - left) * unitsPerKey });
  }
  return accept(draftOperation('make-license-keys', { now, moves, touched: [...usable, ...state.targets], details: detailsOf(command) }));
}

function detailsOf({ batchId, organizationId, unitsPerKey, keys }: KeysWanted & { readonly organizationId: string }) {
  return { licenseKeyBatchId: batchId, organizationId, unitsPerKey, keys };
}

function checkPartForKeys(catalog: CatalogPack, number: string): Decision<Part, 'part-unknown' | 'part-not-for-keys'> {
  const part = findPart(catalog, number);
  return part === undefined ? refuse('part-unknown', { part: number }) : checkClass(part);
}

/** Maintenance units lie in bins of their own and are never in a project. */
function checkClass(part: Part): Decision<Part, 'part-not-for-keys'> {
  return part.class === 'licence' ? accept(part) : refuse('part-not-for-keys', { part: part.number, partLabel: part.label });
}

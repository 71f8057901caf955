import type { outcome } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { findPart, findProduct, type Product } from '@muniment/domain/catalog';
import {
  type Account,
  activeOn,
  type DeviceFacts,
  isOffer,
  type OperationDraft,
  type OperationKind,
  previewOf,
  undoable,
} from '@muniment/domain/ledger';
import { vendorDay } from '@muniment/domain/terms';
import { digestOf } from '@muniment/platform/hash';
import { toId } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { Context, Uuid } from '../../core/context.ts';
import { currentPack, languageFor, type VersionedPack } from '../catalog/index.ts';
import { type DeviceRow, loadDevice, lockFamily, viewerOf } from '../devices/index.ts';
import { accountsOf, balancesOf } from '../ledger/index.ts';
import { compareEntitlements, entitlementInput, toActiveLots } from '../licenses/index.ts';
import { type LoadedHolding, type LotFacts, toHoldings, toMovements } from '../lots/index.ts';
import { deviceFacts } from './device-facts.ts';

export type Outcome = z.output<typeof outcome>;

/** A device with its product and everything on it, locked so that nobody changes it meanwhile. */
export interface LockedDevice {
  readonly device: DeviceRow;
  /** The device as rules know it, with those above and below it. */
  readonly facts: DeviceFacts;
  readonly current: VersionedPack;
  readonly product: Product;
  readonly accounts: readonly Account[];
  /** Everything reserved, by whomever: rules count it. */
  readonly reserved: readonly LoadedHolding[];
  /** Reserved from the actor's own bins: what it may detach, activate and see. */
  readonly ownReserved: readonly LoadedHolding[];
  /** The actor's bins. */
  readonly bins: readonly Account[];
  readonly active: readonly LoadedHolding[];
}

/** Loads and locks the device an act is about. Locks come in one order everywhere: device, then balances. */
export async function lockActDevice(context: Context, deviceId: Uuid): Promise<Decision<LockedDevice, 'not-found' | 'no-catalog'>> {
  const { tx, vendor } = context;
  const [visible, current] = await Promise.all([loadDevice(tx, viewerOf(context), deviceId), currentPack(context)]);
  if (visible === null) return refuse('not-found');
  const product = current === null ? undefined : findProduct(current.pack, visible.product, visible.variant);
  if (current === null || product === undefined) return refuse('no-catalog', { product: visible.product });
  const locked = (await lockFamily(tx, vendor.id, deviceId))!;
  // Read again behind the lock: somebody may have made its key, added what stands below it, or taken it out of sight meanwhile.
  const device = await loadDevice(tx, viewerOf(context), deviceId);
  if (device === null) return refuse('not-found');
  const [accounts, bins] = await Promise.all([
    accountsOf(tx, vendor.id, deviceId, ['reserved', 'active']),
    accountsOf(tx, vendor.id, context.actor.organization.id, ['bin', 'pool']),
  ]);
  const holdings = await toHoldings(tx, vendor.id, await balancesOf(tx, vendor.id, accounts));
  const own = new Set(bins.map(({ id }) => id));
  const reserved = holdings.filter(({ account }) => account.kind === 'reserved');
  return accept({
    device: { ...device, ...locked },
    facts: await deviceFacts(context, current, device, product),
    current,
    product,
    accounts,
    bins,
    reserved,
    ownReserved: reserved.filter(({ account }) => own.has(account.originId ?? '')),
    active: holdings.filter(({ account }) => account.kind === 'active'),
  });
}

interface OutcomeFacts {
  readonly draft: OperationDraft;
  readonly locked: LockedDevice | null;
  readonly current: VersionedPack;
  readonly file: Outcome['file'];
  /** Files made elsewhere that would be there, or waited for. */
  readonly externalFiles?: Outcome['externalFiles'];
  readonly fresh?: ReadonlyMap<Uuid, LotFacts>;
  /** What the act comes to, in the reader's words, where its movements alone would not say it. */
  readonly effects?: ((movements: Outcome['movements']) => string[]) | null;
}

/** Acts after which something is granted that was not before. */
const activating: ReadonlySet<string> = new Set(['activate-licenses', 'make-hardware-key', 'start-demo', 'import-license-file']);

/** Units that would be on the device, of lots that are stored and of those that would be made. */
async function arriving(context: Context, locked: LockedDevice, deltas: ReadonlyMap<Uuid, number>, fresh: OutcomeFacts['fresh']) {
  const account = { id: '', ...activeOn(locked.device.id) };
  const balances = [...deltas]
    .filter(([, delta]) => delta > 0)
    .map(([lotId, quantity]) => ({ account, lotId, quantity, lastAt: context.now, cameAt: context.now }));
  const made = balances.flatMap(({ lotId, ...balance }) => {
    const lot = fresh?.get(lotId);
    const part = lot === undefined ? undefined : findPart(locked.current.pack, lot.partNumber);
    return lot === undefined || part === undefined ? [] : [{ ...balance, lot, part, order: null }];
  });
  const stored = balances.filter(({ lotId }) => fresh?.has(lotId) !== true);
  return [...(await toHoldings(context.tx, context.vendor.id, stored)), ...made];
}

async function entitlementChangesOf(
  context: Context,
  locked: LockedDevice,
  { draft, fresh }: Pick<OutcomeFacts, 'draft' | 'fresh'>,
): Promise<Outcome['entitlements']> {
  const { pack } = locked.current;
  // Before activation nothing is granted yet: what is shown is what the device may do once all reserved is activated.
  const onlyActive = activating.has(draft.kind);
  const counts = ({ kind }: { readonly kind: string }) => kind === 'active' || (!onlyActive && kind === 'reserved');
  const before = [...locked.active, ...locked.ownReserved].filter(({ account }) => counts(account));
  const deltas = new Map<Uuid, number>();
  for (const move of draft.moves) {
    const isHere = (place: { readonly kind: string; readonly ownerId: string | null }) =>
      place.ownerId === locked.device.id && counts(place);
    const delta = (isHere(move.to) ? move.quantity : 0) - (isHere(move.from) ? move.quantity : 0);
    deltas.set(move.lotId, (deltas.get(move.lotId) ?? 0) + delta);
  }
  const moved = await arriving(context, locked, deltas, fresh);
  const left = before.map((holding) => {
    const delta = deltas.get(holding.lot.id) ?? 0;
    if (delta >= 0) return holding;
    const gone = Math.min(holding.quantity, -delta);
    deltas.set(holding.lot.id, delta + gone);
    return { ...holding, quantity: holding.quantity - gone };
  });
  const today = vendorDay(context.now, pack.vendor.timeZone);
  const language = languageFor(pack, context.language);
  return compareEntitlements(
    pack,
    language,
    entitlementInput(pack, locked.device, toActiveLots(before), today),
    entitlementInput(pack, locked.device, toActiveLots([...left, ...moved]), today),
  );
}

/** What an act would do, for people to review. */
async function toPreview(context: Context, facts: OutcomeFacts): Promise<Outcome> {
  const { draft, locked } = facts;
  const { organization } = context.actor;
  const movements = await toMovements(context, draft.moves, facts.current, facts.fresh);
  return {
    dryRun: true,
    operationId: null,
    kind: draft.kind,
    at: draft.at.toString(),
    organization: { id: toId('org', organization.id), name: organization.name },
    device:
      locked === null
        ? null
        : {
            id: toId('dev', locked.device.id),
            name: locked.device.name,
            hardwareKey: locked.device.hardware_key,
            customer: { id: toId('org', locked.device.customer_id), name: locked.device.customer_name },
          },
    effects: facts.effects?.(movements) ?? [],
    movements,
    entitlements: locked === null ? [] : await entitlementChangesOf(context, locked, facts),
    file: facts.file,
    externalFiles: facts.externalFiles ?? [],
    canUndo: undoable[draft.kind] && !isOffer(draft.postings),
    digest: digestOf(previewOf(draft.kind, accept(draft))),
  };
}

/** The licence file that came of an act, or the files made elsewhere. */
export type ResultingFiles = Partial<Pick<Outcome, 'file' | 'externalFiles'>>;

/** What an act has decided, and how to do it. */
export interface DecidedAct<C extends string> extends Omit<OutcomeFacts, 'draft'> {
  readonly kind: OperationKind;
  readonly decision: Decision<OperationDraft, C>;
  /** Digest of the outcome that the caller was shown. */
  readonly previewDigest: string | undefined;
  /** Saves and records; answers the operation, and the files that came of it. */
  readonly commit: (draft: OperationDraft) => Promise<Decision<{ readonly operationId: Uuid } & ResultingFiles, C>>;
}

/**
 * The end of every act: it is done only if its outcome is the one the caller was shown. If not, nothing is done and the
 * new preview (or the refusal it has become) comes along, so that it can be reviewed at once.
 */
export async function concludeAct<C extends string>(
  context: Context,
  act: DecidedAct<C>,
): Promise<Decision<Outcome, C | 'preview-outdated'>> {
  const { decision, previewDigest } = act;
  const isOutdated = previewDigest !== undefined && previewDigest !== digestOf(previewOf(act.kind, decision));
  if (!decision.ok) return isOutdated ? refuse('preview-outdated', { refusal: decision.refusal }) : decision;
  const draft = decision.value;
  const preview = await toPreview(context, { ...act, draft });
  if (isOutdated) return refuse('preview-outdated', { preview });
  if (context.dryRun) return accept(preview);
  const done = await act.commit(draft);
  if (!done.ok) return done;
  const { operationId, file, externalFiles } = done.value;
  const files = { file: file ?? preview.file, externalFiles: externalFiles ?? preview.externalFiles };
  // What was done is what was decided, behind the same locks.
  return accept({ ...preview, dryRun: false, operationId: toId('op', operationId), ...files });
}

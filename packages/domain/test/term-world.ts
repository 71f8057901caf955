import type { Temporal } from 'temporal-polyfill';
import type { Part, Product } from '../src/catalog/index.ts';
import { draftOperation } from '../src/ledger/draft.ts';
import {
  type AssignCommand,
  type Assignee,
  activeOn,
  assignedTo,
  assignLicense,
  type Holding,
  type Lot,
  type OperationDraft,
  type PoolHolding,
  placeKey,
  poolOf,
  splitLicense,
  type UndoState,
  unassignLicense,
  vendorPlace,
} from '../src/ledger/index.ts';
import { vendorDay } from '../src/terms/index.ts';
import { type Outcome, World } from './world.ts';

/** Whatever a licence can be assigned to here. */
export type Place = { readonly kind: 'device' | 'user'; readonly id: string };

/** A vendor's books with projects: their pools, devices and named users, and term licences that go to and fro. */
export class TermWorld extends World {
  /** Which product a device is of. */
  readonly products = new Map<string, Product>();

  get today(): Temporal.PlainDate {
    return vendorDay(this.now, this.pack.vendor.timeZone);
  }

  /** So many units of a part come into a project's pool, as when a licence key is registered. */
  register(projectId: string, part: Part, quantity = 1): Lot {
    const lot: Lot = {
      id: this.freshId('lot'),
      partNumber: part.number,
      packVersion: 1,
      origin: 'key',
      quantity,
      validFrom: null,
      validUntil: null,
      termDays: part.term!.days,
    };
    const moves = [{ lotId: lot.id, from: vendorPlace('issue'), to: poolOf(projectId), quantity }];
    this.book(draftOperation('redeem-license-keys', { now: this.now, moves, lots: [lot], touched: [], details: { projectId } }));
    return lot;
  }

  /** What a project's pool holds, each with the instant its lot first came into it. */
  pool(projectId: string): readonly PoolHolding[] {
    return this.holdings((account) => placeKey(account) === placeKey(poolOf(projectId))).map((holding) => ({
      ...holding,
      registeredAt: this.#registeredAt(projectId, holding.lot.id),
    }));
  }

  #registeredAt(projectId: string, lotId: string): Temporal.Instant {
    const comesIn = ({ postings }: OperationDraft) =>
      postings.some(
        ({ account, quantity, ...posting }) => posting.lotId === lotId && quantity > 0 && placeKey(account) === placeKey(poolOf(projectId)),
      );
    return this.operations.find(({ draft }) => comesIn(draft))!.draft.at;
  }

  held({ kind, id }: Place): readonly Holding[] {
    const place = kind === 'device' ? activeOn(id) : assignedTo(id);
    return this.holdings((account) => placeKey(account) === placeKey(place));
  }

  assignee(place: Place): Assignee {
    const { id } = place;
    const held = this.held(place);
    if (place.kind === 'user') return { kind: 'user', id, name: id, held };
    return { kind: 'device', id, product: this.products.get(id)!, device: this.facts(id), held, reserved: this.reserved(id) };
  }

  /** What assigning would do, with fresh ids. */
  assigning(projectId: string, place: Place, command: Omit<AssignCommand, 'lotId'>): Outcome {
    const state = { catalog: this.pack, projectId, assignee: this.assignee(place), pool: this.pool(projectId), targets: [] };
    return assignLicense(state, { ...command, lotId: this.freshId('lot') }, this.now);
  }
  assign(projectId: string, place: Place, command: Omit<AssignCommand, 'lotId'>): Outcome {
    return this.record(this.assigning(projectId, place, command));
  }

  /** What unassigning would do, with fresh ids. */
  unassigning(projectId: string, place: Place, lotId?: string): Outcome {
    const state = { catalog: this.pack, projectId, assignee: this.assignee(place), targets: [] };
    return unassignLicense(state, { ...(lotId === undefined ? {} : { lotId }), newLotId: this.freshId('lot') }, this.now);
  }
  unassign(projectId: string, place: Place, lotId?: string): Outcome {
    return this.record(this.unassigning(projectId, place, lotId));
  }

  /** What splitting would do, with fresh ids. */
  splitting(projectId: string, lotId: string): Outcome {
    const holding = this.pool(projectId).find(({ lot }) => lot.id === lotId)!;
    const lotIds = this.freshIds(holding.lot.components ?? []);
    const state = { rules: this.pack.terms, pool: holding.account, holding, originals: this.lots, targets: [] };
    return splitLicense(state, { lotIds }, this.now);
  }
  split(projectId: string, lotId: string): Outcome {
    return this.record(this.splitting(projectId, lotId));
  }

  /** Units of a lot go to another project, within one customer. */
  passOn(from: string, to: string, lotId: string, quantity: number): void {
    const holding = this.pool(from).find(({ lot }) => lot.id === lotId)!;
    const touched = [holding, ...this.pool(to).filter(({ lot }) => lot.id === lotId)];
    const moves = [{ lotId, from: poolOf(from), to: poolOf(to), quantity }];
    this.book(draftOperation('transfer-licenses', { now: this.now, moves, touched, details: { projectId: from, toProjectId: to } }));
  }

  /** A validation said yes on the strength of a lot: the act that made it stays. */
  use(lotId: string): void {
    for (const operation of this.operations) if (operation.draft.lots.some(({ id }) => id === lotId)) operation.delivered = true;
  }

  /** Acts that hold: neither undone nor undoing. */
  standing(): readonly OperationDraft[] {
    return this.operations.filter(({ undoneBy, draft }) => undoneBy === null && draft.kind !== 'undo-operation').map(({ draft }) => draft);
  }

  protected override returning({ kind, details, postings }: OperationDraft): UndoState['returning'] {
    if (kind !== 'unassign-license') return null;
    const deviceId = details['deviceId'];
    const place: Place =
      typeof deviceId === 'string' ? { kind: 'device', id: deviceId } : { kind: 'user', id: String(details['namedUserId']) };
    const off = postings.find(({ account, quantity }) => quantity < 0 && (account.kind === 'active' || account.kind === 'assigned'))!;
    const lot = this.lots.get(off.lotId)!;
    return { catalog: this.pack, assignee: this.assignee(place), licence: { lot, part: this.part(lot.partNumber) } };
  }

  private book(draft: OperationDraft): void {
    this.record({ ok: true, value: draft });
  }
}

import { Temporal } from 'temporal-polyfill';
import type { CatalogPack, Part, Product } from '../src/catalog/index.ts';
import {
  type Account,
  type AccountPlace,
  type AttachRefusal,
  activateLicenses,
  activeOn,
  allowsFile,
  applyPostings,
  attachLicenses,
  type Balance,
  type Balances,
  binOf,
  cancelOrderLine,
  type DeviceFacts,
  detachLicenses,
  type Holding,
  importLicenseFile,
  type Lot,
  makeHardwareKey,
  type OperationDraft,
  type OrderFacts,
  pairKey,
  placeKey,
  type RelatedFacts,
  type SelectionLine,
  saidInFile,
  shipOrder,
  startDemo,
  type UndoState,
  undoOperation,
} from '../src/ledger/index.ts';
import type { Decision } from '../src/refusal/index.ts';

export type Outcome = Decision<OperationDraft, string>;
interface Recorded {
  readonly id: string;
  readonly draft: OperationDraft;
  undoneBy: string | null;
  delivered: boolean;
}

/** A device that is more than a key: of a product, with others below it, and with a temporary key until the real one is made. */
export interface Standing {
  readonly id: string;
  readonly product: Product;
  readonly variant: string | null;
  provisional: boolean;
  /** A licence file was allowed: by the making of the key, an activation or an import. */
  licensed: boolean;
  /** Relations of the devices below. */
  readonly below: string[];
}

/** A device with its own key and nothing above or below it. */
export function alone(id: string): DeviceFacts {
  return { id, name: id, hardwareKey: 'KEY', variant: null, provisional: false, licensedWith: null, parent: null, children: [] };
}

/**
 * A vendor's books in memory, kept as the server keeps them: it loads what a recipe asks for, lets it decide,
 * and applies the postings under the two laws. For tests of the recipes only.
 */
export class World {
  readonly pack: CatalogPack;
  balances: Balances = new Map();
  readonly lots = new Map<string, Lot>();
  /** The order each lot came with. */
  readonly orders = new Map<string, OrderFacts>();
  readonly devices = new Map<string, Standing>();
  /** What stands above a device, for those that stand below one. */
  readonly above = new Map<string, RelatedFacts>();
  readonly operations: Recorded[] = [];
  readonly accounts = new Map<string, Account>();
  readonly lastAt = new Map<string, Temporal.Instant>();
  now = Temporal.Instant.from('2026-03-01T09:00:00Z');
  #next = 1;

  constructor(pack: CatalogPack) {
    this.pack = pack;
  }

  ship(organizationId: string, lines: readonly { part: string; quantity: number }[]): Outcome {
    const orderId = this.freshId('ord');
    const command = {
      organizationId,
      orderId,
      lines: lines.map(({ part, quantity }) => ({ partNumber: part, quantity, lotId: this.freshId('lot') })),
      fields: {},
    };
    const order = { id: orderId, salesOrder: orderId, purchaseOrder: '', fields: {} };
    for (const { lotId } of command.lines) this.orders.set(lotId, order);
    return this.record(shipOrder({ catalog: this.pack, packVersion: 1 }, command, this.now));
  }

  /** What rules know of a device. */
  facts(deviceId: string): DeviceFacts {
    const standing = this.devices.get(deviceId);
    const parent = this.above.get(deviceId) ?? null;
    if (standing === undefined) return { ...alone(deviceId), parent };
    const { product, variant, provisional, below } = standing;
    const children = below.map((relation) => ({ relation, product: product.id, hardwareKey: 'BELOW', active: [] }));
    return { ...alone(deviceId), variant, provisional, parent, children };
  }

  attach(
    organizationId: string,
    product: Product,
    deviceId: string,
    lines: readonly SelectionLine[],
  ): Decision<OperationDraft, AttachRefusal> {
    const state = {
      catalog: this.pack,
      product,
      device: this.facts(deviceId),
      ...this.#ofOrders(organizationId, product, deviceId),
      sources: this.holdings(({ kind, ownerId }) => kind === 'bin' && ownerId === organizationId),
      reserved: this.reserved(deviceId),
      active: this.active(deviceId),
      targets: this.balancesOf(({ kind, ownerId }) => kind === 'reserved' && ownerId === deviceId),
    };
    return this.record(attachLicenses(state, { lines }, this.now));
  }

  detach(organizationId: string, deviceId: string, lines: readonly SelectionLine[]): Outcome {
    const bins = this.bins(organizationId);
    const state = {
      product: this.devices.get(deviceId)?.product ?? { id: '', label: {}, unsplittableOrders: false, parts: [] },
      device: alone(deviceId),
      sources: this.reservedBy(organizationId, deviceId),
      origins: bins,
      active: this.active(deviceId),
      targets: this.balancesOf(({ kind, ownerId }) => kind === 'bin' && ownerId === organizationId),
    };
    return this.record(detachLicenses(state, { lines }, this.now));
  }

  activate(product: Product, deviceId: string, lines?: readonly SelectionLine[], accepted = true): Outcome {
    const state = this.#activateState(product, deviceId, this.reserved(deviceId));
    const agreement = accepted ? this.#agreement(product) : null;
    return this.record(
      activateLicenses(state, { ...(lines === undefined ? {} : { lines }), agreement, lotIds: this.freshIds(state.sources) }, this.now),
    );
  }

  /** The same by one of several partners: what the others reserved stays. */
  activateOwn(organizationId: string, product: Product, deviceId: string, lines?: readonly SelectionLine[]): Outcome {
    const state = this.#activateState(product, deviceId, this.reservedBy(organizationId, deviceId));
    const agreement = this.#agreement(product);
    const outcome = this.record(
      activateLicenses(state, { ...(lines === undefined ? {} : { lines }), agreement, lotIds: this.freshIds(state.sources) }, this.now),
    );
    return this.#licensing(deviceId, outcome);
  }

  #licensing<T extends { readonly ok: boolean }>(deviceId: string, outcome: T): T {
    const standing = this.devices.get(deviceId);
    if (outcome.ok && standing !== undefined) standing.licensed = true;
    return outcome;
  }

  startDemo(product: Product, deviceId: string, demo: string, accepted = true): Outcome {
    const started = this.operations.filter(
      ({ draft }) => draft.kind === 'start-demo' && draft.details['deviceId'] === deviceId && draft.details['demo'] === demo,
    ).length;
    const state = { catalog: this.pack, packVersion: 1, product, device: this.facts(deviceId), started };
    const command = { demo, lotId: this.freshId('lot'), agreement: accepted ? this.#agreement(product) : null, byItself: false };
    return this.record(startDemo(state, command, this.now));
  }

  /** Takes over units as a licence file of before names them. */
  import(product: Product, deviceId: string, units: readonly { part: string; quantity: number }[]): Outcome {
    const features = units.map(({ part, quantity }, index) => ({ code: `F${index}`, part, quantity, line: index + 1 }));
    const isActive = this.active(deviceId).some(({ lot }) => lot.origin !== 'demo');
    const state = {
      catalog: this.pack,
      packVersion: 1,
      product: { ...product, import: { features, errors: {} } },
      device: this.facts(deviceId),
      reserved: this.reserved(deviceId),
      before: isActive ? ('activated' as const) : ('nothing' as const),
    };
    const command = { file: { createdAt: this.now, features }, sha256: '', lotIds: units.map(() => this.freshId('lot')) };
    return this.#licensing(deviceId, this.record(importLicenseFile(state, command, this.now)));
  }

  /** What a licence file made now would say. */
  said(product: Product, deviceId: string): readonly Holding[] {
    return saidInFile(product, this.active(deviceId), this.devices.get(deviceId)?.licensed ?? true);
  }

  /** Makes the real key of a device; `file` is whether a licence file is made with it. */
  makeKey(organizationId: string, product: Product, deviceId: string): { readonly outcome: Outcome; readonly file: boolean } {
    const state = this.#activateState(product, deviceId, this.reservedBy(organizationId, deviceId));
    const command = { agreement: this.#agreement(product), lotIds: this.freshIds(state.sources) };
    const file = allowsFile(state, command, this.now);
    const outcome = this.record(makeHardwareKey(state, command, this.now));
    const standing = this.devices.get(deviceId);
    if (outcome.ok && standing !== undefined) standing.provisional = false;
    if (file) this.#licensing(deviceId, outcome);
    return { outcome, file: outcome.ok && file };
  }

  #activateState(product: Product, deviceId: string, sources: readonly Holding[]) {
    const own = new Set(sources.map(({ account }) => account.id));
    return {
      catalog: this.pack,
      product,
      device: this.facts(deviceId),
      sources,
      reservedByOthers: this.reserved(deviceId).filter(({ account }) => !own.has(account.id)),
      active: this.active(deviceId),
      targets: this.balancesOf((account) => placeKey(account) === placeKey(activeOn(deviceId))),
    };
  }

  #agreement(product: Product) {
    const agreement = this.pack.agreements.find(({ id }) => id === product.agreement) ?? this.pack.agreements[0];
    return agreement === undefined ? null : { id: agreement.id, version: agreement.version, language: 'en' };
  }

  cancel(lotId: string): Outcome {
    const balances = this.every(({ lotId: candidate }) => candidate === lotId);
    return this.record(cancelOrderLine({ orderId: 'ord', lotId, balances }, this.now));
  }

  undo(index: number): Outcome {
    const operation = this.operations[index]!;
    const credited = new Set(
      operation.draft.postings
        // Nothing lies where units come from and change their nature: what goes through there later builds on nothing.
        .filter(({ account, quantity }) => quantity > 0 && account.kind !== 'issue' && account.kind !== 'conversion')
        .map(({ account, lotId }) => pairKey(account, lotId)),
    );
    const later = this.operations.slice(index + 1).flatMap(({ draft }) => draft.postings);
    const outcome = undoOperation(
      {
        operation: { ...operation, kind: operation.draft.kind, at: operation.draft.at, postings: operation.draft.postings },
        timeZone: this.pack.vendor.timeZone,
        builtUpon: later.some(({ account, lotId }) => credited.has(pairKey(account, lotId))),
        balances: this.every(() => true),
        attaching: this.#attaching(operation.draft),
        returning: this.returning(operation.draft),
      },
      this.now,
    );
    if (outcome.ok) operation.undoneBy = `op_${this.operations.length + 1}`;
    return this.record(outcome);
  }

  bins(organizationId: string): readonly Account[] {
    return [...this.accounts.values()].filter(({ kind, ownerId }) => kind === 'bin' && ownerId === organizationId);
  }
  reservedBy(organizationId: string, deviceId: string): readonly Holding[] {
    const bins = new Set(this.bins(organizationId).map(({ id }) => id));
    return this.reserved(deviceId).filter(({ account }) => bins.has(account.originId ?? ''));
  }
  #ofOrders(organizationId: string, product: Product, deviceId: string) {
    if (!product.unsplittableOrders) return { ofOrders: [], elsewhere: [] };
    return {
      ofOrders: this.holdings(({ kind, ownerId }) => kind === 'bin' && ownerId === organizationId),
      elsewhere: this.holdings(({ kind, ownerId }) => (kind === 'reserved' || kind === 'active') && ownerId !== deviceId),
    };
  }

  /** What comes back to a device whose product is known here, where detaching is undone. */
  #attaching({ kind, details, postings }: OperationDraft) {
    const deviceId = String(details['deviceId']);
    const product = this.devices.get(deviceId)?.product;
    if (kind !== 'detach-licenses' || product === undefined) return null;
    const bins = new Set(postings.filter(({ quantity }) => quantity > 0).map(({ account }) => placeKey(account)));
    const [organizationId] = postings.flatMap(({ account }) => (account.kind === 'bin' ? [account.ownerId!] : []));
    return {
      catalog: this.pack,
      product,
      device: this.facts(deviceId),
      reserved: this.reserved(deviceId),
      active: this.active(deviceId),
      sources: this.holdings((account) => bins.has(placeKey(account))),
      ...this.#ofOrders(organizationId!, product, deviceId),
    };
  }

  /** Where a term licence was taken off, what it comes back to. */
  protected returning(_: OperationDraft): UndoState['returning'] {
    return null;
  }

  reserved(deviceId: string): readonly Holding[] {
    return this.holdings(({ kind, ownerId }) => kind === 'reserved' && ownerId === deviceId);
  }
  active(deviceId: string): readonly Holding[] {
    return this.holdings((account) => placeKey(account) === placeKey(activeOn(deviceId)));
  }
  bin(organizationId: string): readonly Holding[] {
    return this.holdings((account) => placeKey(account) === placeKey(binOf(organizationId, 'licence')));
  }

  holdings(wanted: (account: Account) => boolean): readonly Holding[] {
    return this.balancesOf(wanted)
      .filter(({ quantity }) => quantity > 0)
      .map(({ account, lotId, quantity, lastAt }) => {
        const lot = this.lots.get(lotId)!;
        return { account, quantity, lastAt, lot, part: this.part(lot.partNumber), order: this.orders.get(lotId) ?? null };
      });
  }

  balancesOf(wanted: (account: Account) => boolean): readonly Balance[] {
    return this.every(({ account }) => wanted(account));
  }

  part(number: string): Part {
    return this.pack.parts.find((part) => part.number === number)!;
  }

  protected every(wanted: (balance: Balance) => boolean): readonly Balance[] {
    return [...this.balances.entries()]
      .map(([key, { account, lotId, quantity }]) => ({ account: this.accountAt(account), lotId, quantity, lastAt: this.lastAt.get(key)! }))
      .filter(wanted);
  }

  accountAt(place: AccountPlace): Account {
    const key = placeKey(place);
    const account = this.accounts.get(key) ?? { ...place, id: this.freshId('acc') };
    this.accounts.set(key, account);
    return account;
  }

  /** Books a decision, where it is one to do something. */
  protected record<C extends string>(outcome: Decision<OperationDraft, C>): Decision<OperationDraft, C> {
    if (!outcome.ok) return outcome;
    const draft = outcome.value;
    const applied = applyPostings(this.balances, draft.postings);
    if (!applied.ok) throw new Error(`A recipe posted a balance below zero: ${JSON.stringify(applied.refusal)}`);
    this.balances = applied.value;
    for (const lot of draft.lots) this.lots.set(lot.id, lot);
    for (const { account, lotId } of draft.postings) this.lastAt.set(pairKey(account, lotId), draft.at);
    this.operations.push({ id: `op_${this.operations.length + 1}`, draft, undoneBy: null, delivered: false });
    return outcome;
  }

  protected freshIds(things: readonly unknown[]): readonly string[] {
    return things.map(() => this.freshId('lot'));
  }

  protected freshId(prefix: string): string {
    return `${prefix}_${String(this.#next++).padStart(6, '0')}`;
  }
}

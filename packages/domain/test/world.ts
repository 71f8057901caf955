import { Temporal } from 'temporal-polyfill';
import type { CatalogPack, Part, Product } from '../src/catalog/index.ts';
import {
  type Account,
  type AccountPlace,
  type AttachRefusal,
  activateLicenses,
  activeOn,
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
  type OperationDraft,
  pairKey,
  placeKey,
  type RelatedFacts,
  type SelectionLine,
  shipOrder,
  startDemo,
  undoOperation,
} from '../src/ledger/index.ts';
import type { Decision } from '../src/refusal/index.ts';

type Outcome = Decision<OperationDraft, string>;
interface Recorded {
  readonly id: string;
  readonly draft: OperationDraft;
  undoneBy: string | null;
  delivered: boolean;
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
  readonly operations: Recorded[] = [];
  readonly accounts = new Map<string, Account>();
  readonly lastAt = new Map<string, Temporal.Instant>();
  /** What stands above a device, for those that stand below one. */
  readonly above = new Map<string, RelatedFacts>();
  now = Temporal.Instant.from('2026-03-01T09:00:00Z');
  #next = 1;

  constructor(pack: CatalogPack) {
    this.pack = pack;
  }

  ship(organizationId: string, lines: readonly { part: string; quantity: number }[]): Outcome {
    const command = {
      organizationId,
      orderId: this.#id('ord'),
      lines: lines.map(({ part, quantity }) => ({ partNumber: part, quantity, lotId: this.#id('lot') })),
      fields: {},
    };
    return this.#record(shipOrder({ catalog: this.pack, packVersion: 1 }, command, this.now));
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
      device: this.#device(deviceId),
      ofOrders: [],
      sources: this.holdings(({ kind, ownerId }) => kind === 'bin' && ownerId === organizationId),
      reserved: this.reserved(deviceId),
      active: this.active(deviceId),
      targets: this.balancesOf(({ kind, ownerId }) => kind === 'reserved' && ownerId === deviceId),
    };
    return this.#record(attachLicenses(state, { lines }, this.now));
  }

  detach(organizationId: string, deviceId: string, lines: readonly SelectionLine[]): Outcome {
    const bins = [...this.accounts.values()].filter(({ kind, ownerId }) => kind === 'bin' && ownerId === organizationId);
    const state = {
      product: { id: '', label: {}, unsplittableOrders: false },
      device: alone(deviceId),
      sources: this.reserved(deviceId).filter(({ account }) => bins.some(({ id }) => id === account.originId)),
      origins: bins,
      active: this.active(deviceId),
      targets: this.balancesOf(({ kind, ownerId }) => kind === 'bin' && ownerId === organizationId),
    };
    return this.#record(detachLicenses(state, { lines }, this.now));
  }

  activate(product: Product, deviceId: string, lines?: readonly SelectionLine[], accepted = true): Outcome {
    const state = {
      catalog: this.pack,
      product,
      device: this.#device(deviceId),
      sources: this.reserved(deviceId),
      reservedByOthers: [],
      active: this.active(deviceId),
      targets: this.balancesOf((account) => placeKey(account) === placeKey(activeOn(deviceId))),
    };
    const given = accepted ? this.#agreementOf(product) : null;
    return this.#record(activateLicenses(state, { ...(lines === undefined ? {} : { lines }), agreement: given }, this.now));
  }

  startDemo(product: Product, deviceId: string, demo: string, accepted = true): Outcome {
    const started = this.operations.filter(
      ({ draft }) => draft.kind === 'start-demo' && draft.details['deviceId'] === deviceId && draft.details['demo'] === demo,
    ).length;
    const state = { catalog: this.pack, packVersion: 1, product, device: this.#device(deviceId), started };
    const command = { demo, lotId: this.#id('lot'), agreement: accepted ? this.#agreementOf(product) : null, byItself: false };
    return this.#record(startDemo(state, command, this.now));
  }

  /** Takes over units as a licence file of before names them. */
  import(product: Product, deviceId: string, units: readonly { part: string; quantity: number }[]): Outcome {
    const features = units.map(({ part, quantity }, index) => ({ code: `F${index}`, part, quantity, line: index + 1 }));
    const isActive = this.active(deviceId).some(({ lot }) => lot.origin !== 'demo');
    const state = {
      catalog: this.pack,
      packVersion: 1,
      product: { ...product, import: { features, errors: {} } },
      device: this.#device(deviceId),
      reserved: this.reserved(deviceId),
      before: isActive ? ('activated' as const) : ('nothing' as const),
    };
    const command = { file: { createdAt: this.now, features }, sha256: '', lotIds: units.map(() => this.#id('lot')) };
    return this.#record(importLicenseFile(state, command, this.now));
  }

  cancel(lotId: string): Outcome {
    const balances = this.#every(({ lotId: candidate }) => candidate === lotId);
    return this.#record(cancelOrderLine({ orderId: 'ord', lotId, balances }, this.now));
  }

  undo(index: number): Outcome {
    const operation = this.operations[index]!;
    const credited = new Set(
      operation.draft.postings.filter(({ quantity }) => quantity > 0).map(({ account, lotId }) => pairKey(account, lotId)),
    );
    const later = this.operations.slice(index + 1).flatMap(({ draft }) => draft.postings);
    const outcome = undoOperation(
      {
        operation: { ...operation, kind: operation.draft.kind, postings: operation.draft.postings },
        builtUpon: later.some(({ account, lotId }) => credited.has(pairKey(account, lotId))),
        balances: this.#every(() => true),
      },
      this.now,
    );
    if (outcome.ok) operation.undoneBy = `op_${this.operations.length + 1}`;
    return this.#record(outcome);
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
        return { account, quantity, lastAt, lot, part: this.part(lot.partNumber), order: null };
      });
  }

  balancesOf(wanted: (account: Account) => boolean): readonly Balance[] {
    return this.#every(({ account }) => wanted(account));
  }

  part(number: string): Part {
    return this.pack.parts.find((part) => part.number === number)!;
  }

  #every(wanted: (balance: Balance) => boolean): readonly Balance[] {
    return [...this.balances.entries()]
      .map(([key, { account, lotId, quantity }]) => ({ account: this.#accountAt(account), lotId, quantity, lastAt: this.lastAt.get(key)! }))
      .filter(wanted);
  }

  #accountAt(place: AccountPlace): Account {
    const key = placeKey(place);
    const account = this.accounts.get(key) ?? { ...place, id: this.#id('acc') };
    this.accounts.set(key, account);
    return account;
  }

  #record<C extends string>(outcome: Decision<OperationDraft, C>): Decision<OperationDraft, C> {
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

  #agreementOf(product: Product) {
    const agreement = this.pack.agreements.find(({ id }) => id === product.agreement) ?? this.pack.agreements[0];
    return agreement === undefined ? null : { id: agreement.id, version: agreement.version, language: 'en' };
  }

  #device(id: string): DeviceFacts {
    return { ...alone(id), parent: this.above.get(id) ?? null };
  }

  #id(prefix: string): string {
    return `${prefix}_${String(this.#next++).padStart(6, '0')}`;
  }
}

import type { Client } from '@muniment/client';
import { moveClock } from '@muniment/platform/clock';
import { asOwner } from '@muniment/platform/postgres';
import { auditLedger } from '@muniment/server/operator';
import { type Party, setUpChannel, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { expect } from 'vitest';
import { type Done, type Expected, type Line, Model, type Moved, type Place } from './model.ts';
import { type Part, packOf, parts, type Variant } from './pack.ts';

export const devices = 3;

/** One act as a random test draws it: numbers that are read as "one of what there is". */
export interface Act {
  readonly kind: 'ship' | 'attach' | 'detach' | 'activate' | 'undo' | 'cancel' | 'regenerate' | 'load' | 'rotate';
  readonly dealer: number;
  readonly device: number;
  /** Which lots, orders or acts, and how many units. */
  readonly picks: readonly { readonly which: number; readonly quantity: number }[];
  /** Picks among what the act can succeed with; else among all there is, as clumsy hands do. */
  readonly aimed: boolean;
  readonly variant: Variant;
}

interface Outcome {
  readonly operationId: string | null;
  readonly at: string;
  readonly kind: string;
  readonly movements: readonly { readonly lotId: string; readonly quantity: number; readonly fromKind: string; readonly toKind: string }[];
}

/** What an act came to: a code, or what was done; other acts than of units say nothing more. */
type Answered = { readonly code: string } | { readonly outcome: Outcome } | { readonly done: true };

/** What could be seen at an instant. */
interface Snapshot {
  readonly at: string;
  readonly seen: unknown;
}

let worlds = 0;

/** Days pass here: sessions end, keys do not. */
async function keyed(server: TestServer, party: Party): Promise<Party> {
  const { secret } = await value(party.client.createApiKey({ name: 'World', scopes: ['all'] }));
  return { ...party, client: server.client(secret) };
}

/** A vendor, two partners that serve one customer, three devices; the server under test, and the plain model beside it. */
export class World {
  readonly model: Model;
  readonly #server: TestServer;
  readonly #channel: TestChannel;
  readonly #partners: readonly Party[];
  readonly #devices: readonly string[];
  readonly #snapshots: Snapshot[] = [];
  #orders = 0;

  private constructor(
    server: TestServer,
    channel: TestChannel,
    partners: readonly Party[],
    deviceIds: readonly string[],
    variant: Variant,
  ) {
    this.#server = server;
    this.#channel = channel;
    this.#partners = partners;
    this.#devices = deviceIds;
    this.model = new Model(variant, deviceIds.length);
  }

  static async create(server: TestServer, variant: Variant): Promise<World> {
    worlds += 1;
    const channel = await setUpChannel(server, `world-${worlds}`, packOf(variant));
    const partners = [
      await keyed(server, await channel.partner('dealer', 'Dealer')),
      await keyed(server, await channel.partner('distributor', 'Distributor')),
    ];
    const customer = await value(partners[0]!.client.createCustomer({ name: 'Customer' }));
    await value(channel.vendor.client.startServes({ partnerId: partners[1]!.id, customerId: customer.id }));
    const made = Array.from({ length: devices }, (_, index) =>
      value(
        partners[0]!.client.createDevice({ customerId: customer.id, name: `Box ${index}`, product: 'box', hardwareKey: `000${index}` }),
      ),
    );
    return new World(
      server,
      channel,
      partners,
      (await Promise.all(made)).map(({ id }) => id),
      variant,
    );
  }

  /** Lets time pass, so that no two steps share an instant. */
  async pass(period: string): Promise<void> {
    await moveClock(this.#server.database.pool, { advance: period });
    this.model.now = await this.#server.clock.now();
  }

  #client(dealer: number): Client {
    return dealer === -1 ? this.#channel.vendor.client : this.#partners[dealer]!.client;
  }

  #lines({ kind, dealer, device, picks, aimed }: Act): Line[] {
    const place: Place = kind === 'attach' ? 'bin' : `reserved ${device}`;
    const open = this.model.lots.filter((lot) => !aimed || (lot.dealer === dealer && this.model.at(lot.id, place) > 0));
    return open.length === 0 ? [] : picks.map(({ which, quantity }) => ({ lot: open[which % open.length]!, quantity }));
  }

  /** What the model says an act should come to; undefined where the act moves no units or has nothing to aim at. */
  expected(act: Act): Expected | undefined {
    const { kind, dealer, device } = act;
    const lines = this.#lines(act);
    if (kind === 'attach' && lines.length > 0) return this.model.attach(dealer, device, lines);
    if (kind === 'detach' && lines.length > 0) return this.model.detach(dealer, device, lines);
    if (kind === 'activate') return this.model.activate(dealer, device, this.#activated(act), this.#agreement(act));
    if (kind === 'cancel' && this.model.lots.length > 0) return this.model.cancel(this.#lotOf(act));
    if (kind === 'undo' && this.model.done.length > 0) return this.model.undo(dealer, this.#doneOf(act));
    if (kind === 'regenerate') return Object.keys(this.model.all(`active ${device}`)).length > 0 ? [] : 'nothing-active';
    return undefined;
  }

  /** One pick means everything reserved. */
  #activated(act: Act): Line[] | null {
    const lines = this.#lines(act);
    return act.picks.length === 1 || lines.length === 0 ? null : lines;
  }
  #agreement({ picks, aimed, variant }: Act): string | null {
    if (aimed) return this.model.variant.agreement;
    return picks[0]!.quantity === 0 ? null : variant.agreement;
  }
  #lotOf({ picks }: Act) {
    return this.model.lots[picks[0]!.which % this.model.lots.length]!;
  }
  #doneOf({ picks }: Act): Done {
    const { done } = this.model;
    return done[Math.max(0, done.length - 1 - (picks[0]!.which % 6))]!;
  }

  /** Sends an act; answers what it came to, and how the model is told. */
  async send(act: Act): Promise<{ readonly answered: Answered; readonly record: () => void }> {
    const { kind, dealer, device } = act;
    const client = this.#client(dealer);
    const deviceId = this.#devices[device]!;
    const lines = this.#lines(act).map(({ lot, quantity }) => ({ lotId: lot.id, quantity }));
    const about = { dealer, device, receiver: -1 };
    switch (kind) {
      case 'ship':
        return this.#ship(act);
      case 'attach':
        return lines.length === 0 ? nothing : this.#moved(client.attachLicenses({ deviceId, lines }), about);
      case 'detach':
        return lines.length === 0 ? nothing : this.#moved(client.detachLicenses({ deviceId, lines }), about);
      case 'activate': {
        const [given, version] = [this.#activated(act), this.#agreement(act)];
        const agreement = version === null ? {} : { agreement: { id: 'terms', version, language: 'en', accepted: true } };
        return this.#moved(client.activateLicenses({ deviceId, ...(given ? { lines } : {}), ...agreement }), about);
      }
      case 'cancel': {
        if (this.model.lots.length === 0) return nothing;
        const lot = this.#lotOf(act);
        return this.#moved(this.#client(-1).cancelOrderLine({ order: lot.order, line: lot.line }), {
          dealer: -1,
          device: -1,
          receiver: lot.dealer,
        });
      }
      case 'undo': {
        if (this.model.done.length === 0) return nothing;
        const undone = this.#doneOf(act);
        return this.#moved(client.undoOperation({ operationId: undone.id }), { ...about, device: undone.device }, undone);
      }
      case 'regenerate': {
        const answer = await client.regenerateLicense({ deviceId });
        return answer.ok ? { answered: { done: true }, record: () => (this.model.files[device]! += 1) } : refused(answer.problem.code);
      }
      case 'rotate':
        return this.#plain(this.#client(-1).rotateSigningKey({ algorithm: device === 0 ? 'ES256' : 'EdDSA' }), () => undefined);
      case 'load':
        return this.#load(act.variant);
    }
  }

  async #plain(
    sent: Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: { readonly code: string } }>,
    record: () => void,
  ): Promise<{ answered: Answered; record: () => void }> {
    const answer = await sent;
    return answer.ok ? { answered: { done: true }, record } : refused(answer.problem.code);
  }

  #load(variant: Variant) {
    return this.#plain(this.#client(-1).loadCatalog({ pack: packOf(variant) }), () => {
      this.model.variant = variant;
    });
  }

  async #ship({ dealer, picks }: Act) {
    this.#orders += 1;
    const salesOrder = `SO-${this.#orders}`;
    const lines = picks.map(({ which, quantity }) => ({ part: parts[which % parts.length]!, quantity: quantity + 1 }));
    const answer = await this.#client(-1).shipOrder({ salesOrder, receiverId: this.#partners[dealer]!.id, lines });
    if (!answer.ok) return refused(answer.problem.code);
    const { order, outcome } = answer.value;
    const shipped = await value(this.#client(dealer).getOrder({ order: order!.id }));
    const { seats } = this.model.variant;
    return {
      answered: { outcome },
      record: () => {
        const shippedOn = this.model.today.toString();
        for (const { lotId: id, part, line, shipped: units } of shipped.lines)
          this.model.ship({ id, part: part as Part, dealer, order: salesOrder, line, units, seats, shippedOn });
        this.#log(outcome, { dealer: -1, device: -1, receiver: dealer }, []);
      },
    };
  }

  async #moved(
    sent: Promise<{ readonly ok: true; readonly value: Outcome } | { readonly ok: false; readonly problem: { readonly code: string } }>,
    about: Pick<Done, 'dealer' | 'device' | 'receiver'>,
    undone?: Done,
  ): Promise<{ answered: Answered; record: () => void }> {
    const answer = await sent;
    if (!answer.ok) return refused(answer.problem.code);
    const outcome = answer.value;
    return {
      answered: { outcome },
      record: () => {
        this.#log(outcome, about, this.movesOf(outcome, about.device));
        if (undone) undone.undone = true;
        if (outcome.kind === 'activate-licenses') this.model.files[about.device]! += 1;
      },
    };
  }

  #log(outcome: Outcome, about: Pick<Done, 'dealer' | 'device' | 'receiver'>, moves: readonly Moved[]): void {
    this.model.record({ id: outcome.operationId!, at: outcome.at, kind: outcome.kind, ...about, moves, undone: false });
  }

  movesOf({ movements }: Outcome, device: number): Moved[] {
    const place = (kind: string): Place => (kind === 'reserved' || kind === 'active' ? `${kind} ${device}` : (kind as Place));
    return movements.map(({ lotId, quantity, fromKind, toKind }) => ({ lot: lotId, quantity, from: place(fromKind), to: place(toKind) }));
  }

  /** Everything that can be asked for an instant, as it is now or was then. */
  async #look(asOf?: string) {
    const then = asOf === undefined ? {} : { asOf };
    const held = async ({ client }: Party) => ({
      bin: (await value(client.listBalances({ limit: 200, ...then }))).items,
      onDevices: await Promise.all(this.#devices.map((deviceId) => value(client.listDeviceLicenses({ deviceId, ...then })))),
    });
    const granted = async (deviceId: string) => (await value(this.#client(0).listEntitlements({ deviceId, ...then }))).entitlements;
    return { held: await Promise.all(this.#partners.map(held)), granted: await Promise.all(this.#devices.map(granted)) };
  }

  /** Compares the server with the model, and with the laws; and remembers what there was to see. */
  async check(): Promise<void> {
    const seen = await this.#look();
    for (const [dealer, { bin, onDevices }] of seen.held.entries()) {
      expect(byLot(bin)).toEqual(this.model.all('bin', dealer));
      for (const [device, { reserved, active }] of onDevices.entries()) {
        expect(byLot(reserved)).toEqual(this.model.all(`reserved ${device}`, dealer));
        expect(byLot(active)).toEqual(this.model.all(`active ${device}`));
      }
    }
    for (const [device, entitlements] of seen.granted.entries()) {
      const granted = entitlements.filter(({ steps }) => steps.some(({ counted }) => counted));
      expect(Object.fromEntries(granted.map(({ feature, value: worth }) => [feature, worth]))).toEqual(this.model.entitlements(device));
    }
    for (const [device, deviceId] of this.#devices.entries()) {
      const files = await value(this.#client(1).listLicenseFiles({ deviceId, limit: 200 }));
      const last = this.model.files[device]!;
      expect(files.items.map(({ serial }) => serial)).toEqual(Array.from({ length: last }, (_, index) => last - index));
    }
    await this.#checkLaws();
    this.#snapshots.push({ at: (await this.#server.clock.now()).toString(), seen });
  }

  async #checkLaws(): Promise<void> {
    const { pool } = this.#server.database;
    const rows = await asOwner(pool, { vendorId: this.#channel.vendorId }, (tx) =>
      tx.query(
        'test-ledger-laws',
        `SELECT lot_id, sum(quantity)::text AS sum, min(quantity) FILTER (WHERE kind NOT IN ('issue', 'conversion'))::text AS least
       FROM balances GROUP BY vendor_id, lot_id HAVING sum(quantity) <> 0 OR min(quantity) FILTER (WHERE kind NOT IN ('issue', 'conversion')) < 0`,
      ),
    );
    expect(rows).toEqual([]);
    expect(await auditLedger({ pool })).toMatchObject({ ok: true });
  }

  /** Every instant remembered is told as it was then. */
  async checkPast(): Promise<void> {
    for (const { at, seen } of this.#snapshots) expect(await this.#look(at), `as of ${at}`).toEqual(seen);
  }
}

function byLot(held: readonly { readonly lotId: string; readonly quantity: number }[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { lotId, quantity } of held) sums[lotId] = (sums[lotId] ?? 0) + quantity;
  return sums;
}

const refused = (code: string) => ({ answered: { code }, record: () => undefined });
const nothing = { answered: { done: true as const }, record: () => undefined };

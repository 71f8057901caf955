import { Temporal } from 'temporal-polyfill';
import { mostFlags, mostSeats, type Part, rentDays, timeZone, type Variant } from './pack.ts';

export interface ModelLot {
  readonly id: string;
  readonly part: Part;
  /** Whose bin it was shipped to. */
  readonly dealer: number;
  readonly order: string;
  readonly line: number;
  readonly units: number;
  /** What one unit of SEAT granted when it was shipped. */
  readonly seats: number;
  readonly shippedOn: string;
}

export type Place = 'bin' | 'retired' | `reserved ${number}` | `active ${number}`;
export interface Moved {
  readonly lot: string;
  readonly from: Place;
  readonly to: Place;
  readonly quantity: number;
}
export interface Line {
  readonly lot: ModelLot;
  readonly quantity: number;
}
export interface Done {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  /** -1 is the vendor. */
  readonly dealer: number;
  readonly device: number;
  /** Whose order it was about; -1 if about none. */
  readonly receiver: number;
  readonly moves: readonly Moved[];
  undone: boolean;
}

/** What should happen: the moves, or the code of the refusal. */
export type Expected = readonly Moved[] | string;

/** Books kept as plainly as can be: how many units of each lot are where. It knows no posting and no database. */
export class Model {
  readonly lots: ModelLot[] = [];
  readonly done: Done[] = [];
  readonly files: number[];
  variant: Variant;
  now: Temporal.Instant = Temporal.Instant.fromEpochMilliseconds(0);
  readonly #units = new Map<string, number>();

  constructor(variant: Variant, devices: number) {
    this.variant = variant;
    this.files = Array.from({ length: devices }, () => 0);
  }

  get today(): Temporal.PlainDate {
    return this.now.toZonedDateTimeISO(timeZone).toPlainDate();
  }

  at(lot: string, place: Place): number {
    return this.#units.get(`${lot} ${place}`) ?? 0;
  }

  /** Units of every lot of a dealer at a place, by lot id. */
  all(place: Place, dealer?: number): Record<string, number> {
    const lots = this.lots.filter((lot) => dealer === undefined || lot.dealer === dealer);
    return Object.fromEntries(lots.map(({ id }) => [id, this.at(id, place)] as const).filter(([, units]) => units !== 0));
  }

  ship(lot: ModelLot): void {
    this.lots.push(lot);
    this.#units.set(`${lot.id} bin`, lot.units);
  }

  record(done: Done): void {
    this.done.push(done);
    for (const { lot, from, to, quantity } of done.moves) {
      this.#units.set(`${lot} ${from}`, this.at(lot, from) - quantity);
      this.#units.set(`${lot} ${to}`, this.at(lot, to) + quantity);
    }
  }

  ended(lot: ModelLot): boolean {
    if (lot.part !== 'RENT') return false;
    return Temporal.PlainDate.compare(Temporal.PlainDate.from(lot.shippedOn).add({ days: rentDays }), this.today) <= 0;
  }

  #seatsOf(lot: ModelLot): number {
    return lot.part === 'SEAT' ? lot.seats : lot.part === 'RENT' ? 1 : 0;
  }

  /** What a device may do. */
  entitlements(device: number): Record<string, unknown> {
    const active = this.lots.filter((lot) => !this.ended(lot) && this.at(lot.id, `active ${device}`) > 0);
    const seats = active.reduce((sum, lot) => sum + this.#seatsOf(lot) * this.at(lot.id, `active ${device}`), 0);
    const version = active
      .map(({ part }) => /^VER-(\d)$/.exec(part)?.[1])
      .filter((one) => one !== undefined)
      .sort()
      .at(-1);
    return {
      ...(seats > 0 ? { seats } : {}),
      ...(version === undefined ? {} : { version }),
      ...(active.some(({ part }) => part === 'FLAG') ? { flag: true } : {}),
    };
  }

  #pick(lines: readonly Line[], from: Place, dealer: number, isHeld: (lot: ModelLot) => boolean): Map<ModelLot, number> | string {
    const wanted = new Map<ModelLot, number>();
    for (const { lot, quantity } of lines) if (quantity > 0) wanted.set(lot, (wanted.get(lot) ?? 0) + quantity);
    if (wanted.size === 0) return 'nothing-selected';
    for (const [lot, quantity] of wanted) {
      if (lot.dealer !== dealer || !isHeld(lot)) return 'lot-not-found';
      if (this.at(lot.id, from) < quantity) return 'not-enough-units';
    }
    return wanted;
  }

  /** Whether the product takes what is picked, beside all that is reserved and active; `held` is what of it is reserved already. */
  #judge(picked: ReadonlyMap<ModelLot, number>, device: number, isReserved: boolean): string | null {
    if ([...picked.keys()].some((lot) => this.ended(lot))) return 'lot-not-valid-now';
    if (!this.variant.takesFlag && [...picked.keys()].some(({ part }) => part === 'FLAG')) return 'part-not-accepted';
    const here = (count: (lot: ModelLot) => number) =>
      this.lots.reduce((sum, lot) => {
        const units = this.ended(lot) ? 0 : this.at(lot.id, `reserved ${device}`) + this.at(lot.id, `active ${device}`);
        return sum + count(lot) * (units - (isReserved ? (picked.get(lot) ?? 0) : 0));
      }, 0);
    const wanted = (count: (lot: ModelLot) => number) => [...picked].reduce((sum, [lot, quantity]) => sum + count(lot) * quantity, 0);
    const isFlag = ({ part }: ModelLot) => Number(part === 'FLAG');
    if (wanted(isFlag) > 0 && wanted(isFlag) + here(isFlag) > mostFlags) return 'maximum-exceeded';
    const seats = (lot: ModelLot) => this.#seatsOf(lot);
    return wanted(seats) > 0 && wanted(seats) + here(seats) > mostSeats ? 'maximum-exceeded' : null;
  }

  #moves(picked: ReadonlyMap<ModelLot, number>, from: Place, to: Place): Moved[] {
    return [...picked].map(([lot, quantity]) => ({ lot: lot.id, from, to, quantity }));
  }

  attach(dealer: number, device: number, lines: readonly Line[]): Expected {
    const picked = this.#pick(lines, 'bin', dealer, () => true);
    if (typeof picked === 'string') return picked;
    return this.#judge(picked, device, false) ?? this.#moves(picked, 'bin', `reserved ${device}`);
  }

  #late(dealer: number, device: number, lines: readonly Line[]): boolean {
    const isGone = ({ lot, quantity }: Line) =>
      quantity > 0 && (lot.dealer !== dealer || this.at(lot.id, `reserved ${device}`) === 0) && this.at(lot.id, `active ${device}`) > 0;
    return lines.some(isGone);
  }

  detach(dealer: number, device: number, lines: readonly Line[]): Expected {
    if (this.#late(dealer, device, lines)) return 'already-active';
    const from: Place = `reserved ${device}`;
    const picked = this.#pick(lines, from, dealer, ({ id }) => this.at(id, from) > 0);
    return typeof picked === 'string' ? picked : this.#moves(picked, from, 'bin');
  }

  activate(dealer: number, device: number, lines: readonly Line[] | null, agreement: string | null): Expected {
    const from: Place = `reserved ${device}`;
    const whole = this.lots.filter((lot) => lot.dealer === dealer).map((lot) => ({ lot, quantity: this.at(lot.id, from) }));
    if (lines === null && whole.every(({ quantity }) => quantity === 0)) return 'nothing-reserved';
    if (lines !== null && this.#late(dealer, device, lines)) return 'already-active';
    const picked = this.#pick(lines ?? whole, from, dealer, ({ id }) => this.at(id, from) > 0);
    if (typeof picked === 'string') return picked;
    const refused = this.#judge(picked, device, true);
    if (refused !== null) return refused;
    if (agreement === null) return 'agreement-not-accepted';
    return agreement === this.variant.agreement ? this.#moves(picked, from, `active ${device}`) : 'agreement-outdated';
  }

  cancel(lot: ModelLot): Expected {
    const quantity = this.at(lot.id, 'bin');
    return quantity === 0 ? 'nothing-to-cancel' : [{ lot: lot.id, from: 'bin', to: 'retired', quantity }];
  }

  undo(dealer: number, done: Done): Expected {
    // What others reserved is theirs to see; what is active on a device and one's own orders can be seen, not undone.
    if (done.dealer !== dealer) return done.kind === 'activate-licenses' || done.receiver === dealer ? 'not-allowed' : 'not-found';
    if (done.kind !== 'attach-licenses' && done.kind !== 'detach-licenses') return 'cannot-undo-kind';
    if (done.undone) return 'already-undone';
    const credited = new Set(done.moves.map(({ lot, to }) => `${lot} ${to}`));
    const later = this.done.slice(this.done.indexOf(done) + 1).flatMap(({ moves }) => moves);
    if (later.some(({ lot, from, to }) => credited.has(`${lot} ${from}`) || credited.has(`${lot} ${to}`))) return 'built-upon';
    return done.moves.map(({ lot, from, to, quantity }) => ({ lot, from: to, to: from, quantity }));
  }
}

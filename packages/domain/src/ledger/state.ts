import type { Temporal } from 'temporal-polyfill';
import type { Agreement, CatalogPack, Part, Product } from '../catalog/index.ts';
import type { ImportedFile } from '../imports/index.ts';
import type { Account, Balance, Lot } from './types.ts';

/** What rules may know of the order units came with. Fields are the order's own and the pack's, as text. */
export interface OrderFacts {
  readonly id: string;
  readonly salesOrder: string;
  readonly purchaseOrder: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Units of a lot in an account, with the lot and the part version it was issued under. */
export interface Holding {
  readonly account: Account;
  readonly quantity: number;
  readonly lastAt: Temporal.Instant;
  readonly lot: Lot;
  readonly part: Part;
  readonly order: OrderFacts | null;
}

/** What rules may know of a device. */
export interface DeviceFacts {
  readonly id: string;
  readonly name: string;
  readonly hardwareKey: string;
  /** Null where its product has none. */
  readonly variant: string | null;
  /** Its key is a temporary one that still has to give way to the real one (B6). */
  readonly provisional: boolean;
  /** The device above, where licences are attached to that one only (B7). */
  readonly licensedWith: { readonly name: string; readonly hardwareKey: string } | null;
  /** The device that took its place; none where it is missing. */
  readonly replacedBy?: string | null;
  readonly parent: RelatedFacts | null;
  readonly children: readonly RelatedFacts[];
}

/** A device above or below, with what is active on it. */
export interface RelatedFacts {
  /** As the product of the upper of the two calls it. */
  readonly relation: string;
  readonly product: string;
  readonly hardwareKey: string;
  readonly active: readonly Holding[];
}

/** One line of a selection. `accountId` matters only when the lot lies in several accounts open to the actor. 0 leaves the line out. */
export interface SelectionLine {
  readonly lotId: string;
  readonly quantity: number;
  readonly accountId?: string;
}

export interface AttachState {
  readonly catalog: CatalogPack;
  readonly product: Product;
  readonly device: DeviceFacts;
  /** Balances of the selected lots in the bins and pools the actor may take from, empty ones too. */
  readonly sources: readonly Holding[];
  /** Where orders cannot be split: everything that the actor's bins hold of the selected lots' orders. */
  readonly ofOrders: readonly Holding[];
  /** The same, and what other devices have of those orders. */
  readonly elsewhere: readonly Holding[];
  /** Everything reserved on the device, by whomever. */
  readonly reserved: readonly Holding[];
  /** Everything active on the device. */
  readonly active: readonly Holding[];
  /** Balances that will receive, empty ones too: they may have moved later than `now`. */
  readonly targets: readonly Balance[];
}
export interface AttachCommand {
  readonly lines: readonly SelectionLine[];
}

export interface DetachState {
  readonly product: Pick<Product, 'id' | 'label' | 'unsplittableOrders' | 'parts'>;
  readonly device: Pick<DeviceFacts, 'id'>;
  /** Reserved balances of the device that came from accounts of the actor; `origins` holds those accounts. */
  readonly sources: readonly Holding[];
  readonly origins: readonly Account[];
  /** Active lots of the device, so that "too late" is not said as "not found". */
  readonly active: readonly Holding[];
  /** Balances that will receive: they may have moved later than `now`. */
  readonly targets: readonly Balance[];
}
export interface DetachCommand {
  readonly lines: readonly SelectionLine[];
}

export interface ActivateState {
  readonly catalog: CatalogPack;
  readonly product: Product;
  readonly device: DeviceFacts;
  /** Reserved balances of the device that the actor may activate. */
  readonly sources: readonly Holding[];
  /** Reserved on the device by others: counted, not activated. */
  readonly reservedByOthers: readonly Holding[];
  readonly active: readonly Holding[];
  /** Balances that will receive, empty ones too: they may have moved later than `now`. */
  readonly targets: readonly Balance[];
}
export interface ActivateCommand {
  /** Left out: everything in `sources`. */
  readonly lines?: readonly SelectionLine[];
  /** What was shown and accepted; null when nothing was. */
  readonly agreement: AcceptedAgreement | null;
  /** Fresh ids, one for each of `sources`: where a term runs from activation its units become a lot with dates. */
  readonly lotIds: readonly string[];
}
export interface AcceptedAgreement extends Pick<Agreement, 'id' | 'version'> {
  readonly language: string;
}

export interface StartDemoState {
  readonly catalog: CatalogPack;
  /** Number the server gave this version of the catalog. */
  readonly packVersion: number;
  readonly product: Product;
  readonly device: DeviceFacts;
  /** How many of this demo were started on the device. */
  readonly started: number;
}
export interface StartDemoCommand {
  /** Id of one of the product's demos. */
  readonly demo: string;
  /** A fresh id; it appears in no preview. */
  readonly lotId: string;
  readonly agreement: AcceptedAgreement | null;
  /** Nobody asked for it: the device was first used. */
  readonly byItself: boolean;
}

export interface ImportState {
  readonly catalog: CatalogPack;
  /** Number the server gave this version of the catalog. */
  readonly packVersion: number;
  readonly product: Product;
  readonly device: DeviceFacts;
  /** Everything reserved on the device, by whomever. */
  readonly reserved: readonly Holding[];
  /** What was done on the device already; demos are nothing. */
  readonly before: 'nothing' | 'activated' | 'imported';
}
export interface ImportCommand {
  readonly file: ImportedFile;
  /** Digest of the file's checked text, to know it again. */
  readonly sha256: string;
  /** A fresh id for each feature of the file; they appear in no preview. */
  readonly lotIds: readonly string[];
}

export interface ShipState {
  readonly catalog: CatalogPack;
  /** Number the server gave this version of the catalog. */
  readonly packVersion: number;
}
export interface ShipCommand {
  readonly organizationId: string;
  readonly orderId: string;
  /** `lotId` is a fresh id; it appears in no preview. */
  readonly lines: readonly { readonly partNumber: string; readonly quantity: number; readonly lotId: string }[];
  /** Values of the pack's order fields. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface CancelLineState {
  readonly orderId: string;
  readonly lotId: string;
  /** Every balance of the line's lot, wherever it is. */
  readonly balances: readonly Balance[];
}

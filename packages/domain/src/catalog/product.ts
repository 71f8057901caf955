import type { Texts } from './pack.ts';
import type { NodeLocked } from './seats.ts';

/** What can be licensed on a device: keys, parts, rules, files, children, variants (B4–B12, B19, B22, B36). */
export interface Product extends ProductSettings {
  readonly id: string;
  readonly label: Texts;
  readonly category?: string;
  /** Models of it; every device is of one of them. */
  readonly variants: readonly Variant[];
  /** No new devices; existing ones live on. */
  readonly withdrawn: boolean;
}

/** What a product says and a variant may say instead. */
interface ProductSettings extends OptionalSettings {
  /** Forms of the primary key where it is entered: exactly one takes a key. None: it is always made. */
  readonly keyFormats: readonly KeyFormat[];
  /** The parts this product takes; a part may be named itself or by its category. */
  readonly parts: readonly PartAcceptance[];
  readonly maxima: readonly FeatureMaximum[];
  readonly rules: readonly Rule[];
  readonly licenseFile: LicenseFile;
  readonly children: readonly Child[];
  readonly demos: readonly Demo[];
  /** An order is attached and activated as a whole or not at all. */
  readonly unsplittableOrders: boolean;
  /** No hardware replacement where false. */
  readonly replaceable: boolean;
  /** Its firmware, the oldest first: one is used only while maintenance covers the capacity (E7). */
  readonly versions: readonly ProductVersion[];
}

/** `released` is a calendar day, YYYY-MM-DD. */
export interface ProductVersion {
  readonly version: string;
  readonly released: string;
}

interface OptionalSettings extends NodeLocked {
  /** What the hardware key is called for this product. */
  readonly keyLabel?: Texts;
  readonly secondaryKey?: SecondaryKey;
  readonly productKey?: ProductKey;
  readonly derivedKey?: DerivedKey;
  readonly tempKey?: TempKey;
  /** Id of the agreement to accept at activation; the pack's first when left out. */
  readonly agreement?: string;
  readonly import?: ImportMap;
  readonly endpoints?: EndpointRules;
  /** Present: devices of it have a key of their own and fetch their licences themselves (E1). */
  readonly enrolment?: 'customer-id' | 'approval';
}

/** Things behind a device that use up its capacity (E4, E5). */
export interface EndpointRules {
  /** `feature` is the capacity feature that an endpoint of the protocol uses up. */
  readonly protocols: readonly { readonly id: string; readonly label: Texts; readonly feature: string }[];
  readonly overCapacity: 'oldest-first' | 'newest-first';
}

/** A model of a product: what it says takes the place of what the product says (B36). */
export interface Variant extends OptionalSettings, Partial<ProductSettings> {
  readonly id: string;
  readonly label: Texts;
  readonly withdrawn: boolean;
}

export interface KeyFormat {
  readonly id: string;
  /** Regular expression of the published linear-time subset; the whole normalised key must match. */
  readonly pattern: string;
  /** Applied in this order until nothing changes, before the letter case. */
  readonly normalise: readonly NormaliseStep[];
  readonly letterCase: 'as-is' | 'upper' | 'lower';
  /** What to enter, in words: "12 digits, starting with 19". */
  readonly expected: Texts;
  readonly example: string;
}

/** The published normalising primitives. */
export type PlainNormaliser = 'strip-whitespace' | 'strip-dashes' | 'strip-underscores' | 'strip-colons' | 'strip-dots';
export type NormaliseStep = PlainNormaliser | { readonly 'strip-prefix': string } | { readonly 'strip-suffix': string };

/** A second hardware key of the same device; its forms are those of the first where it has none. */
export interface SecondaryKey {
  readonly label?: Texts;
  readonly keyFormats: readonly KeyFormat[];
  readonly required: boolean;
}

/** A number under which licence files are named: entered, or made at the first activation. */
export interface ProductKey {
  readonly label?: Texts;
  readonly keyFormats: readonly KeyFormat[];
  readonly required: boolean;
  readonly shape?: string;
}

/** A hardware key that is made, once, from what somebody enters (B5). */
export interface DerivedKey {
  readonly label: Texts;
  readonly keyFormats: readonly KeyFormat[];
  readonly editable: boolean;
  /** A pattern without `*` and `+`: made keys are of this form. */
  readonly shape: string;
  /** With the device, or later, from a provisional temporary key. */
  readonly at: 'creation' | 'request';
  /** The part that must be attached first, and is activated with the making of the key. */
  readonly trigger?: string;
  readonly replaceable: boolean;
}

/** `PREFIX-yymmddhhmmss-nnn-TEMP-KEY` for a device that has no key yet (B6). */
export interface TempKey {
  readonly prefix: string;
  readonly use: 'provisional' | 'final';
  /** The only parts that may be attached while it is provisional. */
  readonly parts: readonly string[];
}

/** One step from the key of a device to that of its child. */
export type KeyStep =
  | { readonly 'strip-prefix': string }
  | { readonly 'strip-suffix': string }
  | { readonly 'add-prefix': string }
  | { readonly 'add-suffix': string }
  | { readonly match: string; readonly give: string };

/** A device that may stand below another (B7). */
export interface Child {
  readonly id: string;
  readonly label: Texts;
  readonly product: string;
  readonly variant?: string;
  readonly creation: 'automatic' | 'manual';
  /** As many must be there before anything is activated. */
  readonly least: number;
  readonly most: number;
  /** From the device's key to the child's: taken where it appears by itself, proposed where it is added by hand. */
  readonly key?: readonly KeyStep[];
  readonly onlyBeforeActivation: boolean;
  /** `with-parent`: licences go to the device above only, and its file covers both. */
  readonly licensed: 'itself' | 'with-parent';
  readonly shownOnParent: boolean;
  readonly confirmation?: Texts;
}

/** Exactly one of `part` and `category`; the maximum counts units on one device, reserved and active. */
export interface PartAcceptance {
  readonly part?: string;
  readonly category?: string;
  /** With `category`: only part numbers that end so, or do not. */
  readonly suffix?: string;
  readonly withoutSuffix?: string;
  readonly maximum?: number;
}

/** The most of a quantity or capacity feature one device may have, reserved and active. */
export interface FeatureMaximum {
  readonly feature: string;
  readonly maximum: number;
}

/** When a rule is asked. */
export type RuleMoment = 'attach' | 'activate' | 'make-key' | 'import';

/** A condition in CEL over the published context; `false` or an error refuses with `rule-refused`. */
export interface Rule extends OwnRefusal {
  readonly when: readonly RuleMoment[];
  readonly check: string;
}

/** A refusal in the pack's own words. */
export interface OwnRefusal {
  /** The pack's own code, in the pack's own spelling. */
  readonly code: string;
  readonly message: Texts;
  readonly nextStep: Texts;
}

export type LicenseFile = SingleFile | ZipFile | ExternalFile;

/** One file, the signed document itself. */
export interface SingleFile {
  readonly format: 'single';
  /** Template: `fileNameNames` are filled in. */
  readonly fileName: string;
  readonly activationCode?: ActivationCode;
}

/** A zip file of several (B11). */
export interface ZipFile {
  readonly format: 'zip';
  readonly fileName: string;
  readonly entries: readonly ZipEntry[];
  readonly activationCode?: ActivationCode;
}
export interface ZipEntry {
  /** `license`: the signed document. `log`: what it grants, as plain text. */
  readonly content: 'license' | 'log';
  readonly fileName: string;
  /** `each`: once for the device and for every child that is licensed with it. */
  readonly of: 'device' | 'each';
}

/** A code that is shown with the licence file. */
export interface ActivationCode {
  readonly shape: string;
  readonly mail: boolean;
}

/** A file that is made elsewhere and handed over here (B19). */
export interface ExternalFile {
  readonly format: 'external';
  readonly delivery: 'at-once' | 'later' | 'against-upload';
  readonly waiting: Texts;
  /** Only and always with `against-upload`. */
  readonly upload?: { readonly fileName: string; readonly label: Texts };
}

/** Every way in which an import can fail. */
export type ImportFailure =
  | 'unknown'
  | 'not-applicable'
  | 'hardware-key'
  | 'feature-code-string'
  | 'feature-code'
  | 'feature-quantity'
  | 'timestamp'
  | 'cannot-write';

/** How a licence file of before is read, once and as the first act (B22). */
export interface ImportMap {
  readonly features: readonly { readonly code: string; readonly part: string }[];
  readonly errors: Readonly<Partial<Record<ImportFailure, OwnRefusal>>>;
  /** What an administrator must do after an import. */
  readonly task?: Texts;
}

/** Time-limited licences without an order (B12). */
export interface Demo {
  readonly id: string;
  readonly label: Texts;
  /** A part of model term: its days are the demo's. */
  readonly part: string;
  /** How many times for one device. */
  readonly count: number;
  readonly starts: 'request' | 'first-use';
}

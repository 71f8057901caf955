/**
 * What a workstation may be known by (C4). Each is read on the machine and leaves it only as a hash that is salted by the vendor.
 * `container-id` is there in a container and nowhere else.
 */
export const fingerprintComponents = [
  'machine-id',
  'system-uuid',
  'board-serial',
  'disk-serial',
  'mac-address',
  'cpu-model',
  'host-name',
  'container-id',
] as const;

export type FingerprintComponent = (typeof fingerprintComponents)[number];

/**
 * Salted hashes by component. A component that a machine has several of, as its disks and network cards, has a hash for each. One
 * that the machine does not have, or does not tell, is left out.
 */
export type Fingerprint = Readonly<Partial<Record<FingerprintComponent, readonly string[]>>>;

/** How a vendor wants machines to be known: of the product's catalog, and in its licence files. */
export interface FingerprintPolicy {
  readonly components: readonly {
    readonly id: FingerprintComponent;
    /** How much it counts that it is the same: a whole number above 0. */
    readonly weight: number;
    /** What people call it; words of their own where missing. */
    readonly label?: string;
  }[];
  /** The least sum of weights by which a machine is still itself. */
  readonly atLeast: number;
  /** How often within a year somebody may say that a machine which is no longer itself was repaired, without asking the vendor (F14). */
  readonly yearlyRepairs: number;
}

/**
 * How one component of two fingerprints compares. `same`: at least one hash is in both. `changed`: both have it, with no hash in
 * common. `gone`: only the earlier one has it. `new`: only the present one has it. `absent`: neither has it.
 */
export type ComponentState = 'same' | 'changed' | 'gone' | 'new' | 'absent';

export interface ComparedComponent {
  readonly id: FingerprintComponent;
  readonly weight: number;
  readonly label?: string;
  readonly state: ComponentState;
}

/** What comes of comparing a machine with what it was. */
export interface FingerprintComparison {
  /** `same`: nothing differs. `tolerated`: something differs, and enough is the same. `another-machine`: too little is the same. */
  readonly verdict: 'same' | 'tolerated' | 'another-machine';
  /** The sum of the weights of what is the same. */
  readonly matched: number;
  readonly atLeast: number;
  /** Every component of the policy, in its order. */
  readonly components: readonly ComparedComponent[];
}

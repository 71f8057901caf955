/** A mistake in a catalog pack: a stable code, where it is, and the facts from which a sentence is made for its reader. */
export interface PackIssue {
  readonly code: PackIssueCode;
  /** Keys and indexes from the root of the pack, so that a reader of YAML can give line and column. */
  readonly path: readonly (string | number)[];
  readonly facts: PackIssueFacts;
}

/** Names, numbers and lists of names; `reason` tells apart what one code may mean. */
export type PackIssueFacts = Readonly<Record<string, string | number | readonly string[]>>;

/** Every code `checkPack` and `checkPackUpdate` can give; `docs/catalog-packs.md` says how to mend each. */
export const packIssueCodes = [
  'agreement-text-changed',
  'agreement-unknown',
  'alternative-of-itself',
  'assigned-to-not-allowed',
  'attribute-taken',
  'category-mixed',
  'category-unknown',
  'child-key-not-fitting',
  'child-without-key',
  'children-in-circle',
  'children-too-many',
  'choices-missing',
  'choices-not-allowed',
  'cover-not-possible',
  'demo-while-assigned',
  'demo-without-end',
  'derived-key-not-reachable',
  'duplicate-id',
  'enrolment-not-possible',
  'example-not-matching',
  'extended-too-late',
  'feature-kind-changed',
  'feature-missing',
  'feature-unknown',
  'file-name-not-valid',
  'grant-not-valid',
  'key-form-changed',
  'key-formats-overlap',
  'language-missing',
  'language-not-declared',
  'least-above-most',
  'license-key-form-changed',
  'license-keys-too-short',
  'maximum-not-possible',
  'name-not-known',
  'part-for-users',
  'part-missing',
  'part-or-category',
  'part-term-changed',
  'part-unknown',
  'pattern-not-valid',
  'product-missing',
  'product-unknown',
  'product-without-key',
  'protocol-missing',
  'protocol-without-capacity',
  'release-missing',
  'rule-not-valid',
  'shape-not-bounded',
  'shape-too-long',
  'shape-too-small',
  'suffix-without-category',
  'temp-key-missing',
  'term-missing',
  'term-not-allowed',
  'time-zone-unknown',
  'trigger-not-allowed',
  'upload-not-valid',
  'variant-missing',
  'variant-unknown',
  'version-order-changed',
  'version-unknown',
  'versions-not-in-order',
] as const;
export type PackIssueCode = (typeof packIssueCodes)[number];

import type { Temporal } from 'temporal-polyfill';

/** A licence file of before, read and found to be for the device (B22). */
export interface ImportedFile {
  /** When the file says it was made. */
  readonly createdAt: Temporal.Instant;
  /** At least one. */
  readonly features: readonly ImportedFeature[];
}

export interface ImportedFeature {
  /** Feature code in the file. */
  readonly code: string;
  /** Units of the part that the code stands for, at least 1. */
  readonly quantity: number;
  readonly part: string;
  /** Line of the file, the first is 1. */
  readonly line: number;
}

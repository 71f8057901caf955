import { type CatalogPack, checkPackUpdate, type PackChange, packChanges } from '@muniment/domain/catalog';
import { canonicalJson, sha256 } from '@muniment/platform/hash';
import { type ReadIssue, readPack } from './read-pack.ts';

/** What to look at: the text of a pack, and the vendor's current pack as JSON, null before the first. */
export interface InspectionJob {
  readonly text: string;
  readonly current: string | null;
}

/** Mistakes from the top; `more` counts those beyond `mostIssues`. */
export interface Mistakes {
  readonly issues: readonly ReadIssue[];
  readonly more: number;
}

/** What is to be known of a pack without holding all of it. */
export interface PackSummary {
  readonly version: string;
  readonly vendorName: string;
  readonly languages: readonly string[];
  readonly products: number;
  readonly parts: number;
}

/** A pack in order by itself. `json` is the pack with its defaults, to be stored as it is. */
export interface InspectedPack {
  readonly json: string;
  readonly summary: PackSummary;
  /** SHA-256 over RFC 8785 JSON, base64url. */
  readonly digest: string;
  /** What it may not do to the current pack. */
  readonly conflicts: Mistakes;
  readonly changes: readonly PackChange[];
  /** It says the same as the current pack. */
  readonly unchanged: boolean;
}

export type Inspection = ({ readonly ok: false } & Mistakes) | ({ readonly ok: true } & InspectedPack);

/** Whoever mends a pack begins at the top; more than this many mistakes help nobody. */
const mostIssues = 100;

function firstOf(issues: readonly ReadIssue[]): Mistakes {
  return { issues: issues.slice(0, mostIssues), more: Math.max(0, issues.length - mostIssues) };
}

/** Everything that can be said about a pack from its text and the pack before: long work, done beside the event loop. */
export function inspectPack({ text, current }: InspectionJob): Inspection {
  const read = readPack(text, mostIssues);
  if (!read.ok) return { ok: false, issues: read.issues, more: read.more };
  const { pack } = read;
  const before = current === null ? null : (JSON.parse(current) as CatalogPack);
  const canonical = canonicalJson(pack);
  const conflicts = before === null ? [] : checkPackUpdate(before, pack);
  return {
    ok: true,
    json: JSON.stringify(pack),
    summary: {
      version: pack.version,
      vendorName: pack.vendor.name,
      languages: pack.vendor.languages,
      products: pack.products.length,
      parts: pack.parts.length,
    },
    digest: sha256(canonical),
    conflicts: firstOf(
      conflicts.map(({ code, path, facts }) => ({ code, pointer: `/${path.join('/')}`, facts, line: null, column: null })),
    ),
    changes: packChanges(before, pack),
    unchanged: before !== null && canonicalJson(before) === canonical,
  };
}

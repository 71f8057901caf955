import { duplicates } from './check-parts.ts';
import type { PackIssue, PackIssueFacts } from './issue.ts';
import type { CatalogPack, Feature, NodeLocked, Part, Product, SeatRules } from './pack.ts';

type Path = readonly (string | number)[];

/** Seats of features, and the floating parts that make them (C3, C7): what only the whole pack tells. */
export function checkSeats(pack: CatalogPack): PackIssue[] {
  return [
    ...pack.features.flatMap((feature, index) =>
      feature.kind === 'quantity' && feature.seats !== undefined ? checkRules(feature.id, feature.seats, ['features', index, 'seats']) : [],
    ),
    ...pack.parts.flatMap((part, index) => (part.floating ? checkFloating(part, pack.features, ['parts', index]) : [])),
  ];
}

function checkRules(feature: string, { leaseSeconds, heartbeatSeconds, borrow }: SeatRules, path: Path): PackIssue[] {
  const say = (at: Path, facts: PackIssueFacts): PackIssue => ({ code: 'seats-not-possible', path: [...path, ...at], facts });
  const issues: PackIssue[] = [];
  if (heartbeatSeconds >= leaseSeconds) {
    issues.push(say(['heartbeatSeconds'], { reason: 'heartbeat', feature, heartbeat: heartbeatSeconds, lease: leaseSeconds }));
  }
  if (borrow?.documentDays !== undefined && borrow.documentDays > borrow.longestDays) {
    issues.push(
      say(['borrow', 'documentDays'], { reason: 'document', feature, document: borrow.documentDays, longest: borrow.longestDays }),
    );
  }
  return issues;
}

/** A floating part never leaves the pool: nothing may start its days or depend on a device, and all it grants is counted as seats. */
function checkFloating(part: Part, features: readonly Feature[], path: Path): PackIssue[] {
  const say = (at: Path, facts: PackIssueFacts): PackIssue => ({
    code: 'floating-not-possible',
    path: [...path, ...at],
    facts: { part: part.number, ...facts },
  });
  const issues: PackIssue[] = [];
  if (part.class !== 'licence') issues.push(say(['class'], { reason: 'class' }));
  if (part.term !== undefined && part.term.runs !== 'fixed') issues.push(say(['term', 'runs'], { reason: 'term', runs: part.term.runs }));
  if (part.covers !== undefined) issues.push(say(['covers'], { reason: 'covers' }));
  if (part.grants.length === 0) issues.push(say(['grants'], { reason: 'grants' }));
  for (const [index, { feature: id }] of part.grants.entries()) {
    const feature = features.find((one) => one.id === id);
    // An unknown feature is told as such.
    if (feature === undefined || (feature.kind === 'quantity' && feature.seats !== undefined)) continue;
    issues.push(say(['grants', index, 'feature'], { reason: 'feature', feature: id }));
  }
  return issues;
}

/** What a product or a variant itself says of a workstation's fingerprint (C4). */
export function checkFingerprint({ fingerprint }: NodeLocked, path: Path): PackIssue[] {
  if (fingerprint === undefined) return [];
  const at = [...path, 'fingerprint'];
  const most = fingerprint.components.reduce((sum, { weight }) => sum + weight, 0);
  return [
    ...duplicates(fingerprint.components, ({ id }) => id, [...at, 'components'], 'id'),
    ...(fingerprint.atLeast > most
      ? [{ code: 'fingerprint-not-possible', path: [...at, 'atLeast'], facts: { least: fingerprint.atLeast, most } } satisfies PackIssue]
      : []),
  ];
}

/** Only a device that has a key of its own and fetches its licences says who it is and what time it has. */
export function checkNodeLocked(model: Product, path: Path): PackIssue[] {
  if (model.enrolment !== undefined) return [];
  return (['fingerprint', 'binding', 'clock', 'offlineDays'] as const)
    .filter((field) => model[field] !== undefined)
    .map((field): PackIssue => ({ code: 'enrolment-missing', path: [...path, field], facts: { field } }));
}

import type { attachLicenses, OutputOf } from '@muniment/contract';
import type { Io } from '../io.ts';
import { clean, padEnd, padStart, paint, widthOf } from './style.ts';

/** What an act did or would do (contract). */
export type Outcome = OutputOf<typeof attachLicenses>;

/** The outcome within an answer, wherever the contract put it. */
export function outcomeIn(value: unknown): Outcome | undefined {
  const one = value as Partial<Outcome> & { outcome?: unknown };
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(one.movements) && typeof one.digest === 'string') return value as Outcome;
  return one.outcome === undefined ? undefined : outcomeIn(one.outcome);
}

/** A place as a person names it; what is held for a device and what runs on it are two places of one name. */
function placeText(name: string, kind: string): string {
  return kind === 'reserved' || kind === 'active' ? `${clean(name)} (${kind})` : clean(name);
}

function movementLines(io: Io, movements: Outcome['movements']): string[] {
  if (movements.length === 0) return ['  Nothing moves.'];
  const counts = movements.map((one) => String(one.quantity));
  const parts = movements.map((one) => clean(one.part));
  const countWidth = Math.max(...counts.map(widthOf));
  const partWidth = Math.max(...parts.map(widthOf));
  return movements.map((one, index) => {
    const order = one.order === null ? '' : paint(io, 'dim', `  (${clean(one.order)})`);
    const end = one.lastDay === null ? '' : paint(io, 'dim', `  last day ${one.lastDay}`);
    return `  ${padStart(counts[index]!, countWidth)} \u00d7 ${padEnd(parts[index]!, partWidth)}  ${placeText(one.from, one.fromKind)} \u2192 ${placeText(one.to, one.toKind)}${order}${end}`;
  });
}

function entitlementLines(io: Io, entitlements: Outcome['entitlements']): string[] {
  const width = Math.max(0, ...entitlements.map((one) => widthOf(one.label)));
  return entitlements.flatMap((one) => {
    const change =
      one.before === one.after
        ? `${one.after} (unchanged)`
        : `${one.before || '\u2013'} \u2192 ${paint(io, 'bold', one.after || '\u2013')}`;
    return [
      `  ${padEnd(clean(one.label), width)}  ${change}`,
      ...one.why.map((step) => paint(io, 'dim', `  ${' '.repeat(width)}  ${clean(step)}`)),
    ];
  });
}

/** An outcome as the review page says it: who, which device, what moves, what the device may do, the file, and the way back. */
export function outcomeText(io: Io, result: Outcome): string {
  const lines = [
    result.dryRun ? paint(io, 'bold', `Preview of ${result.kind}: nothing has changed.`) : paint(io, 'bold', `Done: ${result.kind}.`),
    `For       ${clean(result.organization.name)}`,
  ];
  if (result.device)
    lines.push(`Device    ${clean(result.device.name)}  ${clean(result.device.hardwareKey)}  (${clean(result.device.customer.name)})`);
  lines.push(paint(io, 'dim', 'Movements'), ...movementLines(io, result.movements));
  if (result.entitlements.length > 0) lines.push(paint(io, 'dim', 'What the device may do'), ...entitlementLines(io, result.entitlements));
  if (result.file) {
    const serial = result.file.serial === null ? '' : `, serial ${result.file.serial}`;
    lines.push(`File      ${clean(result.file.fileName)}${serial}`);
  }
  if (result.operationId !== null) lines.push(`Operation ${result.operationId}`);
  if (result.canUndo && result.operationId !== null) lines.push(`Undo      muniment operations undo ${result.operationId}`);
  if (result.dryRun) lines.push(paint(io, 'dim', `Digest    ${result.digest}`));
  return lines.join('\n');
}

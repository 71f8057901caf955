import type { attachLicenses, OutputOf } from '@muniment/contract';
import { endText } from '@muniment/contract/ends';
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

/** Kinds of places that have the name of another one, and what tells them apart. */
const kinds: Readonly<Record<string, string>> = { reserved: 'reserved', active: 'active', transit: 'offered' };

/** A place as a person names it: what is held for a device and what runs on it, a pool and what is offered out of it, are two places of one name. */
function placeText(name: string, kind: string): string {
  const said = kinds[kind];
  // A place that the reader may not see has no name: its kind is what can be said.
  if (name === '') return `(${said ?? clean(kind)})`;
  return said === undefined ? clean(name) : `${clean(name)} (${said})`;
}

function movementLines(io: Io, movements: Outcome['movements']): string[] {
  if (movements.length === 0) return ['  Nothing moves.'];
  const counts = movements.map((one) => String(one.quantity));
  // An answer that a version before kept for its key has one part alone.
  const parts = movements.map((one) => clean((one.parts ?? [one.part]).join(' + ')));
  const countWidth = Math.max(...counts.map(widthOf));
  const partWidth = Math.max(...parts.map(widthOf));
  return movements.map((one, index) => {
    const order = one.order === null ? '' : paint(io, 'dim', `  (${clean(one.order)})`);
    const end = one.lastDay === null ? '' : paint(io, 'dim', `  ${endText('last-day', 'en', one.lastDay)}`);
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

/** `attach-licenses` → `attach licenses`. */
const actText = (kind: string): string => clean(kind).replaceAll('-', ' ');

/** Reserved units grant nothing yet: what is said of them holds from their activation on. */
const isReserving = ({ kind }: Outcome): boolean => kind === 'attach-licenses' || kind === 'detach-licenses';

/** The licence file made here with its activation code, and those made elsewhere: there, or what they wait for. */
function fileLines({ file, externalFiles }: Outcome): string[] {
  const lines: string[] = [];
  if (file) lines.push(`File      ${clean(file.fileName)}${file.serial === null ? '' : `, serial ${file.serial}`}`);
  if (file?.activationCode) lines.push(`Activation code ${clean(file.activationCode)}`);
  for (const { state, fileName, salesOrder, message } of externalFiles) {
    const order = salesOrder === null ? '' : `  (${clean(salesOrder)})`;
    if (state === 'available') lines.push(`File      ${fileName === null ? clean(message) : `${clean(fileName)}, made elsewhere`}${order}`);
    else lines.push(`${state === 'upload-wanted' ? 'To upload' : 'Waiting  '} ${clean(message)}${order}`);
  }
  return lines;
}

/** An outcome as the review page says it: who, which device, what moves, what the device may do, the files, and the way back. */
export function outcomeText(io: Io, result: Outcome): string {
  const act = actText(result.kind);
  const lines = [
    paint(io, 'bold', result.dryRun ? `Preview of ${act}: nothing has changed.` : `Done: ${act}.`),
    `For       ${clean(result.organization.name)}`,
  ];
  if (result.device)
    lines.push(`Device    ${clean(result.device.name)}  ${clean(result.device.hardwareKey)}  (${clean(result.device.customer.name)})`);
  // An answer that a version before kept for its key has no effects.
  const effects = result.effects ?? [];
  if (effects.length > 0) lines.push(paint(io, 'dim', result.dryRun ? 'What is then as before' : 'What is as before'));
  if (effects.length > 0) lines.push(...effects.map((one) => `  ${clean(one)}`));
  else lines.push(paint(io, 'dim', 'Movements'), ...movementLines(io, result.movements));
  const may = isReserving(result) ? 'What the device may do once activated' : 'What the device may do';
  if (result.entitlements.length > 0) lines.push(paint(io, 'dim', may), ...entitlementLines(io, result.entitlements));
  lines.push(...fileLines(result));
  if (result.operationId !== null) lines.push(`Operation ${result.operationId}`);
  if (result.canUndo && result.operationId !== null) lines.push(`Undo      muniment operations undo ${result.operationId}`);
  if (result.dryRun) lines.push(paint(io, 'dim', `Digest    ${result.digest}`));
  return lines.join('\n');
}

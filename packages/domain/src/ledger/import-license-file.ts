import type { Temporal } from 'temporal-polyfill';
import { checkSelection, findPart, type OwnRefusal, type Product, type SelectionRefusal } from '../catalog/index.ts';
import { importRefused } from '../imports/index.ts';
import { accept, type Decision, type Refusal } from '../refusal/index.ts';
import { vendorDay } from '../terms/index.ts';
import { activeOn, vendorPlace } from './accounts.ts';
import { checkChildren, checkKeyFinal, checkLicensedItself } from './device-checks.ts';
import { draftOperation } from './draft.ts';
import { periodFromToday } from './lot-period.ts';
import type { ImportCommand, ImportState } from './state.ts';
import { countedParts, surroundingsOf } from './surroundings.ts';
import type { Lot, OperationDraft } from './types.ts';

type DeviceNotReady = 'licensed-with-parent' | 'device-replaced' | 'hardware-key-provisional' | 'child-missing';
export type ImportRefusal = DeviceNotReady | 'import-refused';

/** Whether a file can be imported here at all: the product takes one, and it is the first act on the device (B22). */
export function checkImportable(state: Pick<ImportState, 'product' | 'device' | 'before'>): Decision<null, ImportRefusal> {
  for (const check of [checkLicensedItself, checkKeyFinal, checkChildren]) {
    const decision = check(state);
    if (!decision.ok) return decision;
  }
  const { product, before } = state;
  if (product.import === undefined) return importRefused(product, 'not-applicable', { reason: 'no-import' });
  return before === 'nothing' ? accept(null) : importRefused(product, 'not-applicable', { reason: before });
}

/** Takes over the units of a licence file of before: new lots, active at once, if the product and its rules take them. */
export function importLicenseFile(
  state: ImportState,
  { file, sha256, lotIds }: ImportCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, ImportRefusal> {
  const { catalog, product, device } = state;
  const importable = checkImportable(state);
  if (!importable.ok) return importable;
  const today = vendorDay(now, catalog.vendor.timeZone);
  // A checked pack names only parts that it has.
  const units = file.features.map(({ part, quantity }) => ({ part: findPart(catalog, part)!, quantity }));
  const taken = checkSelection(catalog, {
    moment: 'import',
    product,
    selected: units,
    attached: countedParts(state.reserved, today),
    active: [],
    surroundings: surroundingsOf(state, [], today),
  });
  if (!taken.ok) return asImportRefusal(product, taken.refusal);
  const lots = units.map(
    ({ part, quantity }, index): Lot => ({
      id: lotIds[index]!,
      partNumber: part.number,
      packVersion: state.packVersion,
      origin: 'import',
      quantity,
      ...periodFromToday(part, today),
    }),
  );
  const moves = lots.map(({ id, quantity }) => ({ lotId: id, from: vendorPlace('issue'), to: activeOn(device.id), quantity }));
  const features = file.features.map(({ code, quantity }) => [code, quantity]);
  const details = { deviceId: device.id, createdAt: file.createdAt.toString(), sha256, features };
  return accept(draftOperation('import-license-file', { now, moves, lots, touched: [], details }));
}

/** What a product does not take is a quantity that cannot be; a rule says so itself, unless it cannot be answered. */
function asImportRefusal(product: Product, { code, facts }: Refusal<SelectionRefusal>): Decision<never, 'import-refused'> {
  if (code !== 'rule-refused') return importRefused(product, 'feature-quantity', { reason: code, ...facts });
  const rule = facts['rule'] as OwnRefusal;
  if (facts['error'] === undefined) return importRefused(product, 'feature-quantity', { reason: code }, rule);
  return importRefused(product, 'unknown', { reason: code, failed: rule.code, error: facts['error'] });
}

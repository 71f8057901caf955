import { accept, type Decision, refuse } from '@muniment/domain';
import type { Context, Uuid } from '../../../core/context.ts';
import { currentPack, type VersionedPack } from '../../catalog/index.ts';
import { addDevices, changeDevices, type DeviceChange, holdersOf, lockManyKeys } from '../../devices/index.ts';
import { loadProject } from '../../projects/index.ts';
import { type ImportRow, type ImportSettings, modelWords, type ReadRow, type RowRefusal, readRow } from '../import/rows.ts';
import type { BatchItem, BatchKind, ItemResult } from '../kind.ts';
import { viewerOf } from '../start-batch.ts';

type Outcome = Decision<ItemResult, RowRefusal>;

/** A row whose key is a device's of the same project already, and what becomes of it. */
interface Known {
  readonly deviceId: Uuid;
  readonly customerId: Uuid;
}

/** Which of these rows are devices of the project already. */
async function knownRows(context: Context, { projectId }: ImportSettings, rows: readonly ReadRow[]): Promise<ReadonlyMap<ReadRow, Known>> {
  const keyed = rows.flatMap((row) => (row.key === null ? [] : [{ row, key: row.key }]));
  const holders =
    keyed.length === 0
      ? []
      : await holdersOf(
          context.tx,
          context.vendor.id,
          keyed.map(({ key }) => key),
        );
  return new Map(
    holders
      .filter(({ project_id, role, state }) => project_id === projectId && role === 'primary' && state === 'current')
      .map(({ place, device_id, customer_id }) => [keyed[place]!.row, { deviceId: device_id, customerId: customer_id }]),
  );
}

/** Adds what is new, in the order of the rows. */
async function add(
  context: Context,
  current: VersionedPack,
  rows: readonly { readonly place: number; readonly read: ReadRow }[],
  outcomes: Outcome[],
) {
  const added = await addDevices(
    context,
    current,
    rows.map(({ read }) => read.device),
  );
  for (const [index, result] of added.entries()) {
    outcomes[rows[index]!.place] = result.ok ? accept({ deviceId: result.value, outcome: 'added' }) : result;
  }
}

/** Changes what is there already: what a row leaves empty of name and note stays, and so do columns that the file has not. */
async function update(
  context: Context,
  current: VersionedPack,
  rows: readonly { readonly place: number; readonly read: ReadRow; readonly known: Known }[],
  outcomes: Outcome[],
) {
  const changes = rows.map(
    ({ read, known }): DeviceChange => ({
      id: known.deviceId,
      customerId: known.customerId,
      name: read.entered.name || null,
      referenceNote: read.entered.note || null,
      attributes: read.entered.attributes,
    }),
  );
  const changed = await changeDevices(context, current, changes);
  for (const [index, result] of changed.entries()) {
    const { place, known } = rows[index]!;
    outcomes[place] = result.ok ? accept({ deviceId: known.deviceId, outcome: result.value }) : result;
  }
}

/** Says of rows whose key is taken which are devices of the project already: the file may change those. */
async function sayWhichAreHere(
  context: Context,
  settings: ImportSettings,
  rows: readonly { readonly place: number; readonly read: ReadRow }[],
  outcomes: Outcome[],
) {
  const refused = rows.flatMap(({ place, read }) => {
    const outcome = outcomes[place];
    if (outcome === undefined || outcome.ok) return [];
    const { code, facts } = outcome.refusal;
    return code === 'hardware-key-taken' && facts['role'] === 'primary' ? [{ place, read, facts }] : [];
  });
  if (refused.length === 0) return;
  const known = await knownRows(
    context,
    settings,
    refused.map(({ read }) => read),
  );
  for (const { place, read, facts } of refused)
    if (known.has(read)) outcomes[place] = refuse('hardware-key-taken', { ...facts, inProject: true });
}

async function importRows(
  context: Context,
  settings: ImportSettings,
  items: readonly BatchItem<ImportRow>[],
): Promise<Decision<readonly Outcome[], 'not-found' | 'no-catalog'>> {
  const { tx, vendor } = context;
  // Care for the customer may have ended since the import was started.
  if ((await loadProject(tx, viewerOf(context), settings.projectId)) === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const words = modelWords(current);
  const rows = items.map(({ input }) => readRow(current, words, settings, input));
  const outcomes: Outcome[] = [];
  for (const [place, row] of rows.entries()) if (!row.ok) outcomes[place] = row;
  const read = rows.flatMap((row, place) => (row.ok ? [{ place, read: row.value }] : []));
  await lockManyKeys(tx, vendor.id);
  const known =
    settings.existing === 'refuse'
      ? new Map<ReadRow, Known>()
      : await knownRows(
          context,
          settings,
          read.map((one) => one.read),
        );
  // A key that stands twice in these rows is one device: whatever says more of it comes after it was added.
  const seen = new Set<string>();
  const [fresh, others]: [typeof read, typeof read] = [[], []];
  for (const one of read) {
    const key = one.read.key === null || settings.existing === 'refuse' ? null : `${one.read.key.product} ${one.read.key.hardwareKey}`;
    (known.has(one.read) || (key !== null && seen.has(key)) ? others : fresh).push(one);
    if (key !== null) seen.add(key);
  }
  await add(context, current, fresh, outcomes);
  if (others.length === 0) {
    await sayWhichAreHere(context, settings, fresh, outcomes);
    return accept(outcomes);
  }
  const there = await knownRows(
    context,
    settings,
    others.map((one) => one.read),
  );
  const mine = others.flatMap((one) => (there.has(one.read) ? [{ ...one, known: there.get(one.read)! }] : []));
  await update(context, current, mine, outcomes);
  // The first row of the two was refused: so is the second, for the same reason.
  await add(
    context,
    current,
    others.filter((one) => !there.has(one.read)),
    outcomes,
  );
  return accept(outcomes);
}

/** Rows of a file become devices of a project (A13). */
export const importDevicesKind: BatchKind<ImportSettings, ImportRow> = {
  id: 'import-devices',
  permission: 'devices.write',
  itemsAtOnce: 1000,
  many: importRows,
  errorFile: { columns: ({ header }) => header, cells: (row) => row },
};

import { type CatalogPack, findPart, findProduct } from '@muniment/domain/catalog';
import { assignmentOutlook, type Chosen, type ChosenInOrder, poolOf } from '@muniment/domain/ledger';
import { vendorDay } from '@muniment/domain/terms';
import type { Context, Uuid } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { isProvisional, relationOf } from '../devices/index.ts';
import { findAccounts } from '../ledger/index.ts';
import type { ProjectFacts } from '../projects/index.ts';
import type { AssignOptions } from './assign.ts';
import { countFree, type DeviceTakerRow, deviceTakers, type TakerRow, userTakers } from './outlook-store.ts';
import { outlookRemarks } from './words.ts';

/** Who would be licensed, in the order in which they are: devices or named users. */
export interface Whom {
  readonly kind: 'device' | 'user';
  readonly ids: readonly Uuid[];
}

const partsOf = (pack: CatalogPack, numbers: readonly string[]) =>
  numbers.flatMap((number) => findPart(pack, number) ?? []).filter(({ term }) => term?.runs === 'while-assigned');

/** A device as the rules see it; null of a product that the pack no longer has. */
function deviceGroup(pack: CatalogPack, row: DeviceTakerRow): Chosen | null {
  const product = findProduct(pack, row.product, row.variant);
  if (product === undefined) return null;
  const isReady = relationOf({ pack }, row)?.licensed !== 'with-parent' && !isProvisional(row, product);
  return { taker: { kind: 'device', product }, running: partsOf(pack, row.running), isReady };
}

const userGroup = (pack: CatalogPack, { running }: TakerRow): Chosen => ({
  taker: { kind: 'user' },
  running: partsOf(pack, running),
  isReady: true,
});

/** Puts together those that are alike: ten thousand devices are of few kinds. */
function inGroups<Row extends TakerRow>(ids: readonly Uuid[], rows: readonly Row[], toGroup: (row: Row) => Chosen | null): ChosenInOrder {
  const indexes = new Map<string, number | null>();
  const groups: Chosen[] = [];
  const of = new Map<Uuid, number | null>();
  for (const row of rows) {
    const key = JSON.stringify({ ...row, id: null });
    if (!indexes.has(key)) {
      const group = toGroup(row);
      indexes.set(key, group === null ? null : groups.push(group) - 1);
    }
    of.set(row.id, indexes.get(key)!);
  }
  return { groups, order: ids.map((id) => of.get(id) ?? null) };
}

async function chosenOf({ tx, vendor, now }: Context, project: ProjectFacts, pack: CatalogPack, { kind, ids }: Whom) {
  const today = vendorDay(now, pack.vendor.timeZone);
  return kind === 'device'
    ? inGroups(ids, await deviceTakers(tx, vendor.id, project.id, ids, today), (row) => deviceGroup(pack, row))
    : inGroups(ids, await userTakers(tx, vendor.id, project.id, ids, today), (row) => userGroup(pack, row));
}

/**
 * What is to be said of many who would be licensed one after another, before anybody is (F2, F12): how many free licences fit
 * them, who finds none, and who does not get the length that is preferred. All of them are counted, by set and without a lock:
 * whoever only looks keeps nobody waiting.
 */
export async function outlookOf(
  context: Context,
  project: ProjectFacts,
  whom: Whom,
  { prefer, lotId, ifLicensed }: Pick<AssignOptions, 'prefer' | 'lotId' | 'ifLicensed'>,
): Promise<{ free: number; remarks: string[] }> {
  const { tx, vendor, language } = context;
  const current = await currentPack(context);
  if (current === null) return { free: 0, remarks: [] };
  const { pack } = current;
  const [account] = await findAccounts(tx, vendor.id, [poolOf(project.id)]);
  const free = (account === undefined ? [] : await countFree(tx, vendor.id, account.id, lotId)).flatMap((one) => {
    const part = findPart(pack, one.part);
    return part === undefined ? [] : [{ ...one, part }];
  });
  const rules = { catalog: pack, choose: lotId === null ? { prefer } : { lotId }, ifLicensed };
  const outlook = assignmentOutlook(rules, await chosenOf(context, project, pack, whom), free);
  return { free: outlook.fitting, remarks: outlookRemarks(language, outlook, whom.ids.length) };
}

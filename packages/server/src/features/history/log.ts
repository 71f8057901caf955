import { type EndStyle, endDay } from '@muniment/contract/ends';
import { toId } from '@muniment/platform/ids';
import type { Context } from '../../core/context.ts';
import { actorNames, organizationNames } from '../audit/index.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { loadLots, lotPeriod, lotWords, partsOfLots, placeNames } from '../lots/index.ts';
import { isHidden } from './hidden.ts';
import type { logColumns, logWords } from './log-words.ts';
import { type MovedLicence, movedLicences } from './moved-licences.ts';
import { type HistoryRow, loadPostings } from './store.ts';

interface LogStyle {
  /** The vendor's zone. */
  readonly zone: string;
  /** Which day of an end is told. */
  readonly style: EndStyle;
  readonly words: ReturnType<typeof logWords>;
}

type Row = Readonly<Record<(typeof logColumns)[number], string>>;

const number = (value: unknown): string => (typeof value === 'number' ? String(value) : '');

/** What was used and deducted is of the act: it stands in the first of its rows. Of a customer that is no longer seen nothing is told. */
const daysOf = ({ details, customer_seen }: HistoryRow, isFirst: boolean) => ({
  daysUsed: isFirst && customer_seen ? number(details['daysUsed']) : '',
  daysDeducted: isFirst && customer_seen ? number(details['daysDeducted']) : '',
});

function whenOf({ at }: HistoryRow, zone: string) {
  const local = at.toZonedDateTimeISO(zone);
  return {
    date: local.toPlainDate().toString(),
    time: local.toPlainTime().round('second').toString(),
    instant: at.toString(),
  };
}

/** Everything that rows of a page need, each kind of thing read once. */
async function load(context: Context, rows: readonly HistoryRow[], current: VersionedPack | null) {
  const { tx, vendor } = context;
  const ids = rows.map(({ id }) => id);
  const postings = await loadPostings(tx, vendor.id, ids);
  const all = [...postings.values()].flat();
  const lots = await loadLots(tx, vendor.id, [...new Set(all.map(({ lotId }) => lotId))]);
  const versions = new Set([...lots.values()].map((lot) => lot.packVersion));
  const refOf = (row: HistoryRow) => (row.actor_id === null ? row.actor_kind : `${row.actor_kind}:${row.actor_id}`);
  const people = await actorNames(tx, vendor.id, rows.map(refOf));
  const organizations = await organizationNames(
    tx,
    vendor.id,
    rows.flatMap((row) => row.organization_id ?? []),
  );
  return {
    postings,
    lots,
    partsOf: await partsOfLots(tx, vendor.id, lots.values()),
    wordsOf: await lotWords(context, current, versions),
    placeName: await placeNames(
      context,
      all.map(({ account }) => account),
    ),
    who: (row: HistoryRow) => people.get(refOf(row)) ?? '',
    organization: (row: HistoryRow) => organizations.get(row.organization_id ?? '') ?? '',
  };
}

type Loaded = Awaited<ReturnType<typeof load>>;

function licenceOf({ lots, partsOf, wordsOf, placeName }: Loaded, row: HistoryRow, moved: MovedLicence, { words, style }: LogStyle) {
  const lot = lots.get(moved.lotId);
  // Of a customer that is no longer seen, devices and users have no name.
  const nameOf = (place: MovedLicence['from']) => {
    const isNameless = !row.customer_seen && (place.kind === 'reserved' || place.kind === 'active' || place.kind === 'assigned');
    return words.place(place.kind, isNameless ? '' : placeName(place));
  };
  return {
    licence: toId('lot', moved.lotId),
    madeOf: moved.madeOf.map((id) => toId('lot', id)).join(' '),
    part: lot === undefined ? '' : partsOf(lot).join(' + '),
    partLabel: lot === undefined ? '' : wordsOf(lot).partLabel,
    term: number(lot?.termDays),
    units: String(moved.units),
    daysBefore: number(moved.daysBefore),
    daysAfter: number(moved.daysAfter),
    end: lot === undefined ? '' : (endDay(style, lotPeriod(lot)) ?? ''),
    from: nameOf(moved.from),
    to: nameOf(moved.to),
  };
}

/** Rows of the licence log, in the order of its columns; as much of each act as the reader may see. */
export async function toLogRows(
  context: Context,
  rows: readonly HistoryRow[],
  current: VersionedPack | null,
  style: LogStyle,
): Promise<string[][]> {
  const loaded = await load(context, rows, current);
  return rows.flatMap((row) => {
    const hidden = isHidden(context.actor.organization, row);
    const act = {
      ...whenOf(row, style.zone),
      act: style.words.act(row.kind),
      undone: row.undone_by === null ? '' : style.words.yes,
      who: hidden ? '' : loaded.who(row),
      organization: hidden ? '' : loaded.organization(row),
      customer: row.customer_name ?? '',
      project: row.project_name ?? '',
      device: row.device_name ?? '',
      hardwareKey: row.hardware_key ?? '',
      user: row.named_user_name ?? '',
      note: hidden ? '' : (row.reason ?? ''),
      operation: toId('op', row.id),
    };
    const licences = movedLicences(loaded.postings.get(row.id) ?? [], (lotId) => loaded.lots.get(lotId)?.termDays);
    return licences.map((moved, index) => {
      const cells: Row = { ...act, ...licenceOf(loaded, row, moved, style), ...daysOf(row, index === 0) };
      return style.words.columns.map((column) => cells[column]);
    });
  });
}

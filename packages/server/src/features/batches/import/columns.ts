import type { device } from '@muniment/contract';
import { endDay, endLabel } from '@muniment/contract/ends';
import { accept, type Decision, refuse } from '@muniment/domain';
import type { CatalogPack, Texts } from '@muniment/domain/catalog';
import type { z } from 'zod';
import { inLanguage, languageFor } from '../../catalog/index.ts';

type WireDevice = z.output<typeof device>;

/** What a column of the file holds; null: nothing that an import takes. */
export type Column =
  | 'name'
  | 'product'
  | 'variant'
  | 'hardwareKey'
  | 'secondaryKey'
  | 'productKey'
  | 'keyInput'
  | 'note'
  | `attribute:${string}`
  | null;

export type ColumnRefusal = 'csv-column-unknown' | 'csv-column-twice' | 'csv-column-missing';

type Fixed = Exclude<Column, null | `attribute:${string}`>;

/** Columns with the words they are known by beside their ids: the first is our English one, the last our German one. */
const fixed: Readonly<Record<Fixed, readonly string[]>> = {
  name: ['Name', 'Device', 'Gerät', 'Name'],
  product: ['Product', 'Produkt'],
  variant: ['Model', 'Variant', 'Variante', 'Modell'],
  hardwareKey: ['Hardware key', 'Hardware-Schlüssel'],
  secondaryKey: ['Second hardware key', 'Second key', 'Zweitschlüssel', 'Zweiter Hardware-Schlüssel'],
  productKey: ['Product key', 'Produktschlüssel'],
  keyInput: ['Made from', 'Key input', 'Gebildet aus', 'Erzeugt aus'],
  note: ['Reference note', 'Note', 'Bemerkung', 'Notiz', 'Vermerk'],
};

const endStyles = ['until', 'last-day'] as const;

/** What an export says beside that, and the file of refused rows: such a file can be given as it is. */
const informative = {
  status: ['Status'],
  license: ['License', 'Licence', 'Lizenz'],
  // A file of any style is read back, and one of before as well.
  licensedUntil: [
    ...endStyles.flatMap((style) => [endLabel(style, 'en'), endLabel(style, 'de')]),
    'Licensed until',
    'Valid until',
    'Gültig bis',
    'Lizenziert bis',
  ],
  customer: ['Customer', 'Kunde'],
  project: ['Project', 'Projekt'],
  id: ['Id'],
  created: ['Added', 'Angelegt'],
  parent: ['Below', 'Darunter bei'],
  keyOrigin: ['How the key came about', 'Herkunft des Schlüssels'],
  reservedUnits: ['Units reserved', 'Reservierte Einheiten'],
  activeUnits: ['Units active', 'Aktive Einheiten'],
  'error-code': ['Fehlercode'],
  error: ['Fehler'],
} as const;

/** Case, blanks and punctuation make no difference between words. */
export const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

const textsOf = (...texts: readonly (Texts | undefined)[]): string[] =>
  texts.flatMap((one) => (one === undefined ? [] : Object.values(one)));

/** The vendor's own words for what every pack has: they come before ours, which may mean something else. */
function vendorsWords(pack: CatalogPack): readonly (readonly [Column, readonly string[]])[] {
  const { labels, products } = pack;
  const keys = textsOf(labels.hardwareKey?.one);
  return [
    ['name', textsOf(labels.device?.one)],
    ['product', textsOf(labels.product?.one)],
    ['hardwareKey', [...keys, ...products.flatMap(({ keyLabel }) => textsOf(keyLabel))]],
    [
      'secondaryKey',
      [
        ...keys.flatMap((key) => [`Second ${key}`, `${key} der zweiten Einheit`]),
        ...products.flatMap(({ secondaryKey }) => textsOf(secondaryKey?.label)),
      ],
    ],
    ['productKey', products.flatMap(({ productKey }) => textsOf(productKey?.label))],
    ['keyInput', products.flatMap(({ derivedKey }) => textsOf(derivedKey?.label))],
    [null, [...textsOf(labels.customer?.one), ...textsOf(labels.project?.one), ...textsOf(labels.licence?.one)]],
  ];
}

/** What each word may name in this pack, the likeliest first. An id names one column whatever else is called so. */
function wordsOf(pack: CatalogPack): ReadonlyMap<string, readonly Column[]> {
  const ids: readonly (readonly [string, Column])[] = [
    ...Object.keys(fixed).map((id) => [id, id as Column] as const),
    ...pack.deviceAttributes.map(({ id }) => [id, `attribute:${id}`] as const),
  ];
  const words = new Map<string, Column[]>();
  for (const [id, column] of ids) if (!words.has(plain(id))) words.set(plain(id), [column]);
  const taken = new Set(words.keys());
  const know = (column: Column, names: readonly string[]) => {
    for (const word of names.map(plain)) {
      const known = words.get(word) ?? [];
      if (word !== '' && !taken.has(word) && !known.includes(column)) words.set(word, [...known, column]);
    }
  };
  for (const [column, names] of vendorsWords(pack)) know(column, names);
  for (const { id, label } of pack.deviceAttributes) know(`attribute:${id}`, textsOf(label));
  for (const [column, names] of Object.entries(fixed)) know(column as Column, names);
  for (const [column, names] of Object.entries(informative)) know(null, [column, ...names]);
  return words;
}

/** What each word of a first line is; one that may be several is what no other word of the line is. */
function assign(header: readonly string[], words: ReadonlyMap<string, readonly Column[]>): readonly Column[] {
  const candidates = header.map((name) => words.get(plain(name)) ?? [null]);
  const sure = new Set(candidates.flatMap((those) => (those.length === 1 && those[0] !== null ? those : [])));
  return candidates.map((those) => {
    const column = those.length === 1 ? those[0]! : (those.find((one) => !sure.has(one)) ?? those[0]!);
    if (column !== null) sure.add(column);
    return column;
  });
}

/** How the columns are called, for whom one was not understood: the id, and what the reader sees for it where that is another word. */
function namesFor(pack: CatalogPack, ids: readonly string[], language: string | null): readonly string[] {
  const labels = new Map(exportColumns(pack, language).map(({ id, label }) => [id, label]));
  return ids.map((id) => {
    const label = labels.get(id) ?? id;
    return plain(id) === plain(label) ? id : `${id} (${label})`;
  });
}

/** What each column of a file's first line is, by its id or its label in any language of the pack or of ours (A13). */
export function readColumns(
  pack: CatalogPack,
  header: readonly string[],
  product: string | undefined,
  language: string | null,
): Decision<readonly Column[], ColumnRefusal> {
  const words = wordsOf(pack);
  const known = [...Object.keys(fixed), ...pack.deviceAttributes.map(({ id }) => id)];
  const unknown = header.filter((name) => name.trim() !== '' && !words.has(plain(name)));
  if (unknown.length > 0) {
    const columns = unknown.map((name) => name.slice(0, 100)).slice(0, 20);
    return refuse('csv-column-unknown', { columns, known, named: namesFor(pack, known, language) });
  }
  const columns = assign(header, words);
  const twice = columns.find((column, index) => column !== null && columns.indexOf(column) !== index);
  if (twice !== undefined) return refuse('csv-column-twice', { column: header[columns.indexOf(twice)]!.slice(0, 100) });
  if (product === undefined && !columns.includes('product'))
    return refuse('csv-column-missing', { column: 'product', known, named: namesFor(pack, ['product'], language)[0]! });
  return accept(columns);
}

/** A column of an export: what an import knows it by, what people read above it, and what stands in it. */
export interface ExportColumn {
  readonly id: string;
  readonly label: string;
  readonly cell: (device: WireDevice) => string;
}

/** Everything that a list of devices shows, in the reader's words where the catalog or we have any. */
export function exportColumns(pack: CatalogPack | null, language: string | null): readonly ExportColumn[] {
  const t = pack === null ? () => '' : inLanguage(pack, languageFor(pack, language));
  const own = (words: readonly string[]) => (language === 'de' ? words.toReversed() : words);
  const known = { ...fixed, ...informative };
  const style = pack?.validUntil ?? 'last-day';
  const cells: readonly (readonly [keyof typeof known, ExportColumn['cell']])[] = [
    ['name', ({ name }) => name],
    ['product', ({ product }) => product],
    ['variant', ({ variant }) => variant ?? ''],
    ['hardwareKey', ({ hardwareKey, keyOrigin }) => (keyOrigin === 'entered' ? hardwareKey : '')],
    ['secondaryKey', ({ secondaryKey }) => secondaryKey ?? ''],
    ['productKey', ({ productKey }) => productKey ?? ''],
    ['keyInput', ({ keyInput, keyOrigin }) => (keyOrigin === 'derived' ? (keyInput?.value ?? '') : '')],
    ['note', ({ referenceNote }) => referenceNote],
  ];
  const told: typeof cells = [
    ['customer', ({ customer }) => customer.name],
    ['status', ({ status }) => status],
    ['license', ({ license }) => license?.label ?? ''],
    ['licensedUntil', ({ license }) => (license === null ? '' : (endDay(style, license) ?? ''))],
    ['id', ({ id }) => id],
  ];
  const vendors = (id: keyof typeof known) =>
    id === 'hardwareKey' || id === 'product' || id === 'customer' ? pack?.labels[id]?.one : undefined;
  const labels = new Set<string>();
  // Two columns never read alike: a vendor may call its products what we call a variant.
  const named = (id: string, ...names: readonly string[]): string => {
    const label = names.find((name) => name !== '' && !labels.has(plain(name))) ?? id;
    labels.add(plain(label));
    return label;
  };
  const column = ([id, cell]: (typeof cells)[number]): ExportColumn => {
    const texts = vendors(id);
    const ours = id === 'licensedUntil' ? [endLabel(style, language)] : own(known[id]);
    return { id, label: named(id, texts === undefined ? '' : t(texts), ...ours), cell };
  };
  const attributes = (pack?.deviceAttributes ?? []).map(
    ({ id, label }): ExportColumn => ({ id, label: named(id, t(label)), cell: ({ attributes: values }) => values[id] ?? '' }),
  );
  return [...cells.map(column), ...attributes, ...told.map(column)];
}

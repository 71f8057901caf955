import type { device } from '@muniment/contract';
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

/** Columns with the words they are known by beside their ids: the first is our English one, the last our German one. */
const fixed: Readonly<Record<Exclude<Column, null | `attribute:${string}`>, readonly string[]>> = {
  name: ['Name', 'Device', 'Gerät', 'Name'],
  product: ['Product', 'Produkt'],
  variant: ['Model', 'Variant', 'Variante', 'Modell'],
  hardwareKey: ['Hardware key', 'Hardware-Schlüssel'],
  secondaryKey: ['Second hardware key', 'Second key', 'Zweitschlüssel', 'Zweiter Hardware-Schlüssel'],
  productKey: ['Product key', 'Produktschlüssel'],
  keyInput: ['Key input', 'Made from', 'Gebildet aus'],
  note: ['Note', 'Reference note', 'Bemerkung', 'Notiz'],
};

/** What an export says beside that, and the file of refused rows: such a file can be given as it is. */
const informative = {
  status: ['Status'],
  license: ['License', 'Licence', 'Lizenz'],
  licensedUntil: ['Licensed until', 'Lizenziert bis'],
  customer: ['Customer', 'Kunde'],
  project: ['Project', 'Projekt'],
  id: ['Id'],
  'error-code': ['Fehlercode'],
  error: ['Fehler'],
} as const;

/** Case, blanks and punctuation make no difference between words. */
export const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

const textsOf = (...texts: readonly (Texts | undefined)[]): string[] =>
  texts.flatMap((one) => (one === undefined ? [] : Object.values(one)));

/** Every word that names a column of this pack. */
function wordsOf(pack: CatalogPack): ReadonlyMap<string, Column> {
  const words = new Map<string, Column>();
  const know = (column: Column, ...names: readonly string[]) => {
    for (const name of names) if (!words.has(plain(name))) words.set(plain(name), column);
  };
  for (const [column, names] of Object.entries(fixed)) know(column as Column, column, ...names);
  // Ids before labels: an attribute may be labelled as another is called.
  for (const { id } of pack.deviceAttributes) know(`attribute:${id}`, id);
  for (const { id, label } of pack.deviceAttributes) know(`attribute:${id}`, ...textsOf(label));
  for (const [column, names] of Object.entries(informative)) know(null, column, ...names);
  know('name', ...textsOf(pack.labels.device?.one));
  know('hardwareKey', ...textsOf(pack.labels.hardwareKey?.one), ...pack.products.flatMap((product) => textsOf(product.keyLabel)));
  know('secondaryKey', ...pack.products.flatMap((product) => textsOf(product.secondaryKey?.label)));
  know('productKey', ...pack.products.flatMap((product) => textsOf(product.productKey?.label)));
  know('keyInput', ...pack.products.flatMap((product) => textsOf(product.derivedKey?.label)));
  return words;
}

/** What each column of a file's first line is, by its id or its label in any language of the pack (A13). */
export function readColumns(
  pack: CatalogPack,
  header: readonly string[],
  product: string | undefined,
): Decision<readonly Column[], ColumnRefusal> {
  const words = wordsOf(pack);
  const known = [...Object.keys(fixed), ...pack.deviceAttributes.map(({ id }) => id)];
  const unknown = header.filter((name) => name.trim() !== '' && !words.has(plain(name)));
  if (unknown.length > 0) return refuse('csv-column-unknown', { columns: unknown.map((name) => name.slice(0, 100)).slice(0, 20), known });
  const columns = header.map((name) => words.get(plain(name)) ?? null);
  const twice = columns.find((column, index) => column !== null && columns.indexOf(column) !== index);
  if (twice !== undefined) return refuse('csv-column-twice', { column: header[columns.indexOf(twice)]!.slice(0, 100) });
  if (product === undefined && !columns.includes('product')) return refuse('csv-column-missing', { column: 'product', known });
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
  const own = (words: readonly string[]) => words[language === 'de' ? words.length - 1 : 0]!;
  const known = { ...fixed, ...informative };
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
    ['licensedUntil', ({ license }) => license?.validUntil ?? ''],
    ['id', ({ id }) => id],
  ];
  const column = ([id, cell]: (typeof cells)[number]): ExportColumn => {
    const vendors = id === 'hardwareKey' && pack?.labels.hardwareKey !== undefined ? t(pack.labels.hardwareKey.one) : '';
    return { id, label: vendors || own(known[id]), cell };
  };
  const attributes = (pack?.deviceAttributes ?? []).map(
    ({ id, label }): ExportColumn => ({ id, label: t(label) || id, cell: ({ attributes: values }) => values[id] ?? '' }),
  );
  return [...cells.map(column), ...attributes, ...told.map(column)];
}

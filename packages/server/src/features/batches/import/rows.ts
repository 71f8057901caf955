import { accept, type Decision, refuse } from '@muniment/domain';
import { type AttributeRefusal, type AttributeValues, noAttributes, type Product, planKeys, setAttributes } from '@muniment/domain/catalog';
import type { Uuid } from '../../../core/context.ts';
import { unguardCell } from '../../../core/csv.ts';
import type { VersionedPack } from '../../catalog/index.ts';
import { type AddRefusal, type DeviceToAdd, findModel } from '../../devices/index.ts';
import { type Column, plain } from './columns.ts';

/** What all rows of an import have in common. */
export interface ImportSettings {
  readonly customerId: Uuid;
  readonly projectId: Uuid;
  /** As the file's first line has them. */
  readonly header: readonly string[];
  readonly columns: readonly Column[];
  /** Where a row names none. */
  readonly product: string | null;
  readonly variant: string | null;
  readonly existing: 'refuse' | 'update';
}

/** The cells of a row, as they are in the file. */
export type ImportRow = readonly string[];

export type RowRefusal =
  | 'row-cells'
  | 'value-too-long'
  | 'product-unknown'
  | 'variant-missing'
  | 'variant-unknown'
  | AttributeRefusal
  | AddRefusal;

/** A row that could be a device, as far as the row itself says. */
export interface ReadRow {
  readonly device: DeviceToAdd;
  /** The key as it is kept, where one is entered: it may be a device's that is there already. */
  readonly key: { readonly product: string; readonly hardwareKey: string } | null;
  readonly entered: { readonly name: string; readonly note: string; readonly attributes: Readonly<Record<string, string>> };
}

/** As the same fields of a request may be long. */
const mostCharacters: Readonly<Record<string, number>> = { note: 2000 };
const usually = 200;

/** Products by their ids and labels in every language, and their variants. */
export interface ModelWords {
  readonly product: (word: string) => string;
  readonly variant: (product: string, word: string) => string;
}

export function modelWords({ pack }: VersionedPack): ModelWords {
  const products = new Map<string, string>();
  const variants = new Map<string, string>();
  const know = (words: Map<string, string>, id: string, names: readonly string[], before = '') => {
    for (const name of names) if (!words.has(before + plain(name))) words.set(before + plain(name), id);
  };
  for (const { id } of pack.products) know(products, id, [id]);
  for (const product of pack.products) {
    know(products, product.id, Object.values(product.label));
    for (const { id } of product.variants) know(variants, id, [id], `${product.id} `);
    for (const { id, label } of product.variants) know(variants, id, Object.values(label), `${product.id} `);
  }
  return {
    product: (word) => products.get(plain(word)) ?? word.trim(),
    variant: (product, word) => variants.get(`${product} ${plain(word)}`) ?? word.trim(),
  };
}

/** What a row is called where people look at it: by its name or key, else by the line of the file, whatever the reader calls that. */
export function labelOf(columns: readonly Column[], row: ImportRow, line: number, language: string | null): string {
  const cell = (column: Column) => unguardCell((row[columns.indexOf(column)] ?? '').trim());
  return (cell('name') || cell('hardwareKey') || cell('keyInput') || `${language === 'de' ? 'Zeile' : 'Line'} ${line}`).slice(0, 200);
}

type Cells = Readonly<Partial<Record<NonNullable<Column>, string>>>;

function cellsOf({ columns }: ImportSettings, row: ImportRow): Decision<Cells, 'row-cells' | 'value-too-long'> {
  // Cells too many may be empty: spreadsheets leave them at the end of a row.
  if (row.length < columns.length || row.slice(columns.length).some((cell) => cell.trim() !== ''))
    return refuse('row-cells', { cells: row.length, columns: columns.length });
  const cells: Partial<Record<NonNullable<Column>, string>> = {};
  for (const [index, column] of columns.entries()) {
    if (column === null) continue;
    const text = unguardCell(row[index]!.trim());
    const most = mostCharacters[column] ?? usually;
    if (text.length > most) return refuse('value-too-long', { column, most });
    cells[column] = text;
  }
  return accept(cells);
}

function attributesIn(cells: Cells): Readonly<Record<string, string>> {
  const given = Object.entries(cells).filter(([column]) => column.startsWith('attribute:'));
  return Object.fromEntries(given.map(([column, text = '']) => [column.slice('attribute:'.length), text]));
}

/** The key a row would get, where it is entered. */
function keyOf(product: Product, device: DeviceToAdd): Decision<ReadRow['key'], AddRefusal> {
  const plan = planKeys(product, device.entered);
  if (!plan.ok) return refuse(plan.refusal.code, { ...plan.refusal.facts, product: product.id });
  const { primary } = plan.value;
  return accept(primary.origin === 'entered' ? { product: product.id, hardwareKey: primary.key } : null);
}

/** What a row says, checked as far as the row itself tells: model, forms of the keys, types of the attributes (A13, B3, B4). */
export function readRow(
  current: VersionedPack,
  words: ModelWords,
  settings: ImportSettings,
  row: ImportRow,
): Decision<ReadRow, RowRefusal> {
  const read = cellsOf(settings, row);
  if (!read.ok) return read;
  const cells = read.value;
  const product = words.product(cells.product || settings.product || '');
  const variant = cells.variant || (product === settings.product ? settings.variant : null) || '';
  const { hardwareKey, secondaryKey, productKey, keyInput } = cells;
  const entered = { hardwareKey, secondaryKey, productKey, keyInput };
  const model = findModel(current, { product, variant: variant === '' ? undefined : words.variant(product, variant) }, entered);
  if (!model.ok) return model;
  const attributes: Decision<AttributeValues, AttributeRefusal> = setAttributes(
    current.pack.deviceAttributes,
    noAttributes,
    attributesIn(cells),
  );
  if (!attributes.ok) return attributes;
  const device: DeviceToAdd = {
    ...model.value,
    name: cells.name || hardwareKey || keyInput || product,
    entered,
    referenceNote: cells.note ?? '',
    attributes: attributes.value,
    customerId: settings.customerId,
    projectId: settings.projectId,
    parent: null,
  };
  const key = keyOf(model.value.product, device);
  if (!key.ok) return key;
  return accept({ device, key: key.value, entered: { name: cells.name ?? '', note: cells.note ?? '', attributes: attributesIn(cells) } });
}

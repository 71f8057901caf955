import { Checkbox, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type ColumnDef, columnVisibilityFeature, type RowData, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type MouseEvent, type PointerEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../lib/store.ts';
import { type Column, isSelected, type Selection, withRows } from './column.ts';
import classes from './DataTable.module.css';
import { type Density, densityStore, rowHeights } from './density.ts';

/** Rows from which on only those near the screen are drawn; below, the browser's own find sees all. */
const virtualFrom = 80;
const phoneRowHeight = 76;

/** Said again, because `display: grid` takes a table's own roles away in some browsers. */
const role = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const;

const features = tableFeatures({ columnVisibilityFeature });
type Features = typeof features;

export interface DataTableProps<Row> {
  /** Names the table for those who listen. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** What a row is called, for its checkbox. */
  readonly rowName?: (row: Row) => string;
  readonly hiddenColumns?: readonly string[];
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  readonly selection?: Selection;
  readonly onSelect?: (selection: Selection) => void;
  /** Rows that cannot be chosen keep their place without a checkbox. */
  readonly canSelect?: (row: Row) => boolean;
  readonly density?: Density;
}

/** A click anywhere on a row follows its link; clicks on links, buttons and fields are theirs; a marked text is not a click. */
function openRow(event: MouseEvent<HTMLTableRowElement>) {
  if ((event.target as HTMLElement).closest('a, button, input, label, select, textarea')) return;
  if (getSelection()?.toString()) return;
  const link = event.currentTarget.querySelector<HTMLAnchorElement>('a[data-row-link]');
  if (!link) return;
  if (event.metaKey || event.ctrlKey) window.open(link.href, '_blank', 'noopener');
  else link.click();
}

/** The right button opens what the row's own menu offers; on links and marked text the browser's menu stays. */
function openMenu(event: MouseEvent<HTMLTableRowElement>) {
  if ((event.target as HTMLElement).closest('a, input, textarea') || getSelection()?.toString()) return;
  const menu = event.currentTarget.querySelector<HTMLButtonElement>('button[aria-haspopup="menu"]');
  if (!menu) return;
  event.preventDefault();
  menu.click();
}

/** What does not fit shows whole on hover. */
function nameWhole({ target }: PointerEvent<HTMLElement>) {
  const cell = (target as HTMLElement).closest<HTMLElement>(`.${classes.cell}`);
  if (cell) cell.title = cell.scrollWidth > cell.clientWidth ? (cell.textContent ?? '') : '';
}

function SortButton({ column, sort, onSort }: { column: Column<never>; sort: string; onSort: (sort: string) => void }) {
  const up = sort === column.sort;
  const down = sort === `-${column.sort}`;
  return (
    <button type="button" className={classes.sort} onClick={() => onSort(up ? `-${column.sort}` : (column.sort as string))}>
      {column.header}
      {up ? <IconArrowUp size={14} aria-hidden /> : null}
      {down ? <IconArrowDown size={14} aria-hidden /> : null}
    </button>
  );
}

function Head<Row extends RowData>({ props, table }: { props: DataTableProps<Row>; table: ReturnType<typeof useDraw<Row>> }) {
  const { t } = useTranslation('common');
  const { selection, onSelect, rows, rowId, sort = '', onSort } = props;
  const selectable = rows.filter((row) => props.canSelect?.(row) ?? true).map(rowId);
  const chosen = selection ? selectable.filter((id) => isSelected(selection, id)).length : 0;
  return (
    <thead {...role.rowgroup} className={classes.head}>
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id} {...role.row}>
          {selection && onSelect ? (
            <th {...role.columnheader} className={classes.select} scope="col">
              <Checkbox
                aria-label={t('table.selectShown')}
                checked={chosen > 0 && chosen === selectable.length}
                indeterminate={chosen > 0 && chosen < selectable.length}
                onChange={(event) => onSelect(withRows(selection, selectable, event.currentTarget.checked))}
              />
            </th>
          ) : null}
          {group.headers.map((header) => {
            const column = columnOf(header.column.columnDef);
            const sorted =
              column.sort && sort.replace('-', '') === column.sort ? (sort.startsWith('-') ? 'descending' : 'ascending') : undefined;
            return (
              <th
                key={header.id}
                {...role.columnheader}
                scope="col"
                data-align={column.align}
                aria-sort={sorted}
                title={column.phone === 'act' ? undefined : column.header}
              >
                {column.sort && onSort ? <SortButton column={column as Column<never>} sort={sort} onSort={onSort} /> : headOf(column)}
              </th>
            );
          })}
        </tr>
      ))}
    </thead>
  );
}

const headOf = <Row,>({ phone, header }: Column<Row>) => (phone === 'act' ? <VisuallyHidden>{header}</VisuallyHidden> : header);

type WithColumn<Row> = { meta?: { column?: Column<Row> } };
const columnOf = <Row,>(definition: unknown): Column<Row> => (definition as WithColumn<Row>).meta?.column as Column<Row>;

function useDraw<Row extends RowData>(props: DataTableProps<Row>) {
  const hidden = props.hiddenColumns;
  const columns = useMemo(
    () =>
      props.columns.map(
        (column) =>
          ({
            id: column.id,
            header: column.header,
            cell: ({ row }: { row: { original: Row } }) => column.cell(row.original),
            meta: { column },
          }) as unknown as ColumnDef<Features, Row>,
      ),
    [props.columns],
  );
  const columnVisibility = useMemo(
    () => Object.fromEntries(props.columns.map((column) => [column.id, hidden ? !hidden.includes(column.id) : !column.hidden])),
    [props.columns, hidden],
  );
  return useTable<Features, Row>({
    features,
    columns,
    data: props.rows as Row[],
    getRowId: (row: Row) => props.rowId(row),
    state: { columnVisibility },
  });
}

type TableRow<Row extends RowData> = ReturnType<ReturnType<typeof useDraw<Row>>['getRowModel']>['rows'][number];

function BodyRow<Row extends RowData>({
  props,
  row,
  index,
  virtual,
  measure,
}: {
  props: DataTableProps<Row>;
  row: TableRow<Row>;
  index: number;
  virtual: boolean;
  measure: (element: HTMLTableRowElement | null) => void;
}) {
  const { t } = useTranslation('common');
  const { selection, onSelect } = props;
  return (
    <tr
      {...role.row}
      ref={virtual ? measure : undefined}
      data-index={index}
      aria-rowindex={virtual ? index + 2 : undefined}
      data-selected={(selection && isSelected(selection, row.id)) || undefined}
      onClick={openRow}
      onContextMenu={openMenu}
      onPointerOver={nameWhole}
    >
      {selection && onSelect ? (
        <td {...role.cell} className={classes.select}>
          {(props.canSelect?.(row.original) ?? true) ? (
            <Checkbox
              aria-label={t('table.selectRow', { name: props.rowName?.(row.original) ?? row.id })}
              checked={isSelected(selection, row.id)}
              onChange={(event) => onSelect(withRows(selection, [row.id], event.currentTarget.checked))}
            />
          ) : null}
        </td>
      ) : null}
      {row.getVisibleCells().map((cell) => {
        const column = columnOf<Row>(cell.column.columnDef);
        return (
          <td
            key={cell.id}
            {...role.cell}
            data-align={column.align}
            data-wrap={column.wrap}
            data-phone={column.phone ?? 'detail'}
            data-label={column.header}
          >
            <div className={classes.cell}>{column.cell(row.original)}</div>
          </td>
        );
      })}
    </tr>
  );
}

/** The one table: sticky head, rows as cards on a phone, virtual rows when there are many. Everything around it is `ListPage`'s. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const table = useDraw(props);
  const stored = useStore(densityStore);
  const density = props.density ?? stored;
  const phone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const body = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  const rows = table.getRowModel().rows;
  const virtual = rows.length >= virtualFrom;
  useLayoutEffect(() => {
    if (virtual && body.current) setMargin(body.current.getBoundingClientRect().top + window.scrollY);
  }, [virtual]);
  const virtualizer = useWindowVirtualizer({
    count: virtual ? rows.length : 0,
    estimateSize: () => (phone ? phoneRowHeight : rowHeights[density]),
    overscan: 12,
    scrollMargin: margin,
  });
  const items = virtualizer.getVirtualItems();
  const drawn = virtual ? items.map((item) => ({ row: rows[item.index]!, index: item.index })) : rows.map((row, index) => ({ row, index }));
  const before = virtual && items[0] ? items[0].start - margin : 0;
  const after = virtual ? virtualizer.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin) : 0;
  const widths = widthsOf(
    table.getVisibleLeafColumns().map((leaf) => columnOf<Row>(leaf.columnDef)),
    props.selection !== undefined,
  );

  return (
    <table
      {...role.table}
      className={classes.table}
      style={{ '--columns': widths } as CSSProperties}
      aria-label={props.label}
      aria-rowcount={virtual ? rows.length + 1 : undefined}
      data-density={density}
    >
      <Head props={props} table={table} />
      <tbody ref={body} {...role.rowgroup}>
        <Spacer height={before} />
        {drawn.map(({ row, index }) => (
          <BodyRow key={row.id} props={props} row={row} index={index} virtual={virtual} measure={virtualizer.measureElement} />
        ))}
        <Spacer height={after} />
      </tbody>
    </table>
  );
}

/** Holds the place of the rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden className={classes.spacer} style={{ height }} /> : null;
}

/** Column widths of every row alike: pixels, or shares of what is left over. */
function widthsOf<Row>(columns: readonly Column<Row>[], selectable: boolean): string {
  const widths = columns.map(({ width }) => (typeof width === 'number' ? `${width}px` : `minmax(0, ${width ?? '1fr'})`));
  return [...(selectable ? ['40px'] : []), ...widths].join(' ');
}

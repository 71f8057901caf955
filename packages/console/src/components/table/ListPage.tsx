import { ActionIcon, Button, Loader } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import type { RowData } from '@tanstack/react-table';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { csvFile, saveFile } from '../../lib/csv.ts';
import { localStore, useStore } from '../../lib/store.ts';
import type { Problem } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { EmptyState } from '../EmptyState.tsx';
import { ErrorState } from '../ErrorState.tsx';
import { notify, notifyProblem } from '../notify.tsx';
import { PageHeader } from '../PageHeader.tsx';
import { RowsSkeleton } from '../Skeletons.tsx';
import { type BulkAct, BulkBar } from './BulkBar.tsx';
import { type Column, isSelected, nothingSelected, type Selection } from './column.ts';
import { DataTable } from './DataTable.tsx';
import { densityStore, rowHeights } from './density.ts';
import { type Filter, FilterBar } from './FilterBar.tsx';
import classes from './ListPage.module.css';
import { type ListValues, useListState } from './list-state.ts';
import { ColumnMenu, namesOf, type SavedView, SavedViews } from './TableMenu.tsx';

/** Rows loaded so far and how to get more: what `usePages` answers. */
export interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly total: number | null;
  readonly error: { readonly problem: Problem } | null;
  readonly isPending: boolean;
  readonly isRefreshing: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => unknown;
  readonly retry: () => unknown;
}

export interface ListPageProps<Row> {
  /** Names the list in this browser's storage and in exported files, such as `customers`. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly rowId: (row: Row) => string;
  readonly rowName: (row: Row) => string;
  readonly pages: Pages<Row>;
  /** Every row that matches, for exports and acts on all; left out, there is no export and no "select all". */
  readonly everyRow?: (signal?: AbortSignal) => AsyncIterable<{ readonly item: Row; readonly total: number }>;
  /** The lines of a row in an exported file, where it is not one. */
  readonly csvLines?: (row: Row) => readonly Row[];
  readonly searchLabel?: string;
  readonly filters?: readonly Filter[];
  /** The sort when the address names none. */
  readonly defaultSort?: string;
  readonly bulk?: readonly BulkAct<Row>[];
  readonly actions?: ReactNode;
  /** What belongs here and the first act, when there is nothing at all. */
  readonly empty: ReactNode;
  /** Between title and filters: tabs, a note. */
  readonly intro?: ReactNode;
  readonly above?: ReactNode;
  /** Inside a page that has a title of its own: none here, and the title only names the table. */
  readonly embedded?: boolean;
  /** Values of the address that say which list this is: they are no filters. */
  readonly place?: readonly string[];
}

interface ListSettings {
  readonly views: ReturnType<typeof localStore<readonly SavedView[]>>;
  readonly hidden: ReturnType<typeof localStore<readonly string[] | null>>;
}
const settings = new Map<string, ListSettings>();

/** Stores of a list, made once. */
function settingsOf(id: string): ListSettings {
  let found = settings.get(id);
  if (!found) {
    found = {
      views: localStore<readonly SavedView[]>(`views-${id}`, []),
      hidden: localStore<readonly string[] | null>(`columns-${id}`, null),
    };
    settings.set(id, found);
  }
  return found;
}

function useExport<Row>({ id, columns, everyRow, csvLines = (row) => [row] }: ListPageProps<Row>) {
  const { t } = useTranslation('common');
  const number = useNumber();
  const [progress, setProgress] = useState<string | null>(null);
  const run = async () => {
    if (!everyRow) return;
    const exported = columns.filter((column) => column.csv);
    const table: (string | number | null)[][] = [exported.map((column) => column.header)];
    let done = 0;
    try {
      for await (const { item, total } of everyRow()) {
        for (const line of csvLines(item)) table.push(exported.map((column) => column.csv?.(line) ?? null));
        done += 1;
        if (done % 200 === 0) setProgress(t('table.exporting', { done: number(done), total: number(total) }));
      }
      saveFile(csvFile(table), `${id}.csv`);
      notify(t('table.exported', { count: table.length - 1 }));
    } catch (error) {
      notifyProblem(error);
    } finally {
      setProgress(null);
    }
  };
  return { run, progress };
}

/** Loads the next page when the end of the list comes near; the button is for the keyboard. */
function More<Row>({ pages }: { pages: Pages<Row> }) {
  const { t } = useTranslation('common');
  const { ref, entry } = useIntersection({ rootMargin: '600px' });
  const { hasMore, isLoadingMore, loadMore } = pages;
  useEffect(() => {
    if (entry?.isIntersecting && hasMore && !isLoadingMore) void loadMore();
  }, [entry?.isIntersecting, hasMore, isLoadingMore, loadMore]);
  if (!hasMore) return null;
  return (
    <div ref={ref} className={classes.more}>
      <Button variant="subtle" loading={isLoadingMore} onClick={() => void loadMore()}>
        {t('table.more')}
      </Button>
    </div>
  );
}

const isFiltered = (values: ListValues, place: readonly string[] = []) =>
  Object.entries(values).some(([name, value]) => value && name !== 'sort' && !place.includes(name));

function Rows<Row extends RowData>({
  props,
  hidden,
  values,
  onChange,
  selection,
  onSelect,
}: {
  props: ListPageProps<Row>;
  hidden: readonly string[];
  values: ListValues;
  onChange: (changes: ListValues) => void;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}) {
  const { t } = useTranslation('common');
  const density = useStore(densityStore);
  const { pages, columns } = props;
  if (pages.isPending) return <RowsSkeleton rows={10} height={rowHeights[density]} />;
  if (pages.error && pages.rows.length === 0) return <ErrorState problem={pages.error.problem} onRetry={() => void pages.retry()} />;
  if (pages.rows.length === 0) {
    if (!isFiltered(values, props.place)) return props.empty;
    const filters = Object.keys(values).filter((name) => !props.place?.includes(name));
    const reset = () => onChange(Object.fromEntries(filters.map((name) => [name, undefined])));
    return (
      <EmptyState
        title={t('table.noMatch')}
        reason={t('table.noMatchReason')}
        action={
          <Button variant="default" onClick={reset}>
            {t('table.reset')}
          </Button>
        }
      />
    );
  }
  return (
    <div data-refreshing={pages.isRefreshing || undefined} className={classes.rows}>
      <DataTable
        label={props.title}
        columns={columns}
        rows={pages.rows}
        rowId={props.rowId}
        rowName={props.rowName}
        hiddenColumns={hidden}
        sort={values['sort'] ?? props.defaultSort}
        onSort={(sort) => onChange({ sort: sort === props.defaultSort ? undefined : sort })}
        {...(props.bulk && props.bulk.length > 0 ? { selection, onSelect } : {})}
      />
      <More pages={pages} />
    </div>
  );
}

/** What is chosen of what is filtered: another filter begins another choice. */
function useChosen<Row>({ pages, everyRow, rowId }: ListPageProps<Row>, values: ListValues) {
  const [selection, onSelect] = useState<Selection>(nothingSelected);
  const filterKey = JSON.stringify(values);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the filter changes, whatever it holds
  useEffect(() => onSelect(nothingSelected), [filterKey]);
  const rows = useCallback(
    async function* (signal: AbortSignal): AsyncGenerator<Row> {
      if (!selection.all || !everyRow) yield* pages.rows.filter((row) => isSelected(selection, rowId(row)));
      else for await (const { item } of everyRow(signal)) if (isSelected(selection, rowId(item))) yield item;
    },
    [selection, everyRow, pages.rows, rowId],
  );
  return { selection, onSelect, rows };
}

/** Sorts by name, for a phone, where no table head shows. */
function useSorts<Row>(columns: readonly Column<Row>[]) {
  const { t } = useTranslation('common');
  return columns.flatMap((column) =>
    column.sort
      ? [
          { value: column.sort, label: t('table.up', { column: column.header }) },
          { value: `-${column.sort}`, label: t('table.down', { column: column.header }) },
        ]
      : [],
  );
}

/** Exports the whole result, and says how far it is. */
function ExportButton<Row>({ props }: { props: ListPageProps<Row> }) {
  const { t } = useTranslation('common');
  const exporting = useExport(props);
  if (!props.everyRow) return null;
  return (
    <>
      {exporting.progress ? (
        <span role="status" className={classes.progress}>
          <Loader size={14} /> {exporting.progress}
        </span>
      ) : null}
      <ActionIcon
        size={34}
        variant="default"
        aria-label={t('table.export')}
        title={t('table.export')}
        disabled={exporting.progress !== null || !props.pages.total}
        onClick={() => void exporting.run()}
      >
        <IconDownload size={16} aria-hidden />
      </ActionIcon>
    </>
  );
}

/** A list page, always the same: title with count, filters in the address, saved views, table, bulk acts, export of everything. */
export function ListPage<Row extends RowData>(props: ListPageProps<Row>) {
  const number = useNumber();
  const { id, columns, pages, everyRow, filters = [], defaultSort } = props;
  const [values, onChange] = useListState();
  const { views, hidden: hiddenStore } = settingsOf(id);
  const byDefault = useMemo(() => columns.filter((column) => column.hidden).map((column) => column.id), [columns]);
  const hidden = useStore(hiddenStore) ?? byDefault;
  const { selection, onSelect, rows } = useChosen(props, values);
  const sorts = useSorts(columns);
  const pick = (view: SavedView) => {
    onChange({ ...Object.fromEntries(Object.keys(values).map((name) => [name, undefined])), ...view.values });
    hiddenStore.set(view.hidden);
  };
  return (
    <div className={classes.page} data-list={props.embedded ? undefined : true}>
      {props.embedded ? null : (
        <PageHeader
          title={props.title}
          above={props.above}
          mark={pages.total === null ? null : <span aria-live="polite">{number(pages.total)}</span>}
          actions={props.actions}
        />
      )}
      {props.intro}
      <FilterBar
        searchLabel={props.searchLabel}
        filters={filters}
        sorts={sorts}
        values={defaultSort && !values['sort'] ? { ...values, sort: defaultSort } : values}
        onChange={onChange}
      >
        <SavedViews store={views} current={{ values, hidden }} onPick={pick} />
        <ColumnMenu columns={namesOf(columns)} hidden={hidden} onChange={(next) => hiddenStore.set(next)} />
        <ExportButton props={props} />
      </FilterBar>
      <Rows props={props} hidden={hidden} values={values} onChange={onChange} selection={selection} onSelect={onSelect} />
      {props.bulk && pages.total !== null ? (
        <BulkBar
          selection={selection}
          onSelect={onSelect}
          total={pages.total}
          loaded={everyRow ? pages.rows.length : pages.total}
          acts={props.bulk}
          rows={rows}
        />
      ) : null}
    </div>
  );
}

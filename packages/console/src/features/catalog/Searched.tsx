import { Button, CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { RowData } from '@tanstack/react-table';
import { type ReactNode, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { type Column, DataTable, useListState } from '../../components/table/index.ts';
import classes from './catalog.module.css';

interface Props<Row> {
  readonly label: string;
  readonly searchLabel: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** Everything about a row that a search may find. */
  readonly textOf: (row: Row) => string;
  readonly empty: ReactNode;
}

/** A table of the catalog, which is all here: searched as one types. The text stands in the address. */
export function Searched<Row extends RowData>({ label, searchLabel, columns, rows, rowId, textOf, empty }: Props<Row>) {
  const { t } = useTranslation('catalog');
  const [values, change] = useListState();
  const text = values['q'] ?? '';
  const wanted = useDeferredValue(text.trim().toLocaleLowerCase());
  if (rows.length === 0) return empty;
  const found = wanted ? rows.filter((row) => textOf(row).toLocaleLowerCase().includes(wanted)) : rows;
  const clear = () => change({ q: undefined });
  return (
    <>
      <search className={classes.search}>
        <TextInput
          type="search"
          aria-label={searchLabel}
          placeholder={searchLabel}
          value={text}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={text ? <CloseButton size="sm" aria-label={t('search.clear')} onClick={clear} /> : null}
          onChange={(event) => change({ q: event.currentTarget.value })}
        />
      </search>
      {found.length > 0 ? (
        <DataTable label={label} columns={columns} rows={found} rowId={rowId} />
      ) : (
        <EmptyState
          title={t('search.nothing')}
          reason={t('search.nothingReason', { text: text.trim() })}
          action={
            <Button variant="default" onClick={clear}>
              {t('search.clear')}
            </Button>
          }
        />
      )}
    </>
  );
}

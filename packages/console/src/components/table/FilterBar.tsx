import { Button, CloseButton, Indicator, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './ListPage.module.css';
import type { ListValues } from './list-state.ts';

/** A filter with a fixed choice of values, or without one for any text; its value stands in the address under its id. */
export interface Filter {
  readonly id: string;
  readonly label: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

interface Props {
  readonly searchLabel: string | undefined;
  readonly filters: readonly Filter[];
  /** Sorts for a phone, where no table head shows. */
  readonly sorts: NonNullable<Filter['options']>;
  readonly values: ListValues;
  readonly onChange: (changes: ListValues) => void;
  readonly children: ReactNode;
}

/** What is being typed, reported after a short rest. */
function useTyped(value: string, onChange: (value: string) => void) {
  const [text, setText] = useState(value);
  const typed = useRef(value);
  const report = useDebouncedCallback((next: string) => {
    typed.current = next;
    onChange(next);
  }, 250);
  // A saved view or the back button changes the address under the field.
  useEffect(() => {
    if (value !== typed.current) {
      typed.current = value;
      setText(value);
    }
  }, [value]);
  const enter = (next: string) => {
    setText(next);
    report(next);
  };
  return { text, enter };
}

function SearchField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('common');
  const { text, enter } = useTyped(value, onChange);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => enter(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={text ? <CloseButton size="sm" aria-label={t('table.clearSearch')} onClick={() => enter('')} /> : null}
      className={classes.search}
    />
  );
}

/** A filter by a part of some text. */
function TextFilter({ filter, values, onChange, labelled }: { filter: Filter; labelled: boolean } & Pick<Props, 'values' | 'onChange'>) {
  const { t } = useTranslation('common');
  const value = values[filter.id] ?? '';
  const { text, enter } = useTyped(value, (next) => onChange({ [filter.id]: next || undefined }));
  const clear = t('table.clearFilter', { filter: filter.label });
  return (
    <TextInput
      {...(labelled ? { label: filter.label } : { 'aria-label': filter.label })}
      placeholder={labelled ? t('table.any') : filter.label}
      value={text}
      onChange={(event) => enter(event.currentTarget.value)}
      rightSection={text ? <CloseButton size="sm" aria-label={clear} onClick={() => enter('')} /> : null}
      className={classes.filter}
      data-labelled={labelled || undefined}
      data-set={value ? true : undefined}
    />
  );
}

function Choice(props: { filter: Filter; labelled: boolean } & Pick<Props, 'values' | 'onChange'>) {
  const { t } = useTranslation('common');
  const { filter, values, onChange, labelled } = props;
  if (filter.options === undefined) return <TextFilter {...props} />;
  return (
    <Select
      {...(labelled ? { label: filter.label } : { 'aria-label': filter.label })}
      placeholder={labelled ? t('table.any') : filter.label}
      data={[...filter.options]}
      value={values[filter.id] ?? null}
      onChange={(value) => onChange({ [filter.id]: value ?? undefined })}
      clearable
      clearButtonProps={{ 'aria-label': t('table.clearFilter', { filter: filter.label }) }}
      searchable={filter.options.length > 8}
      className={classes.filter}
      data-labelled={labelled || undefined}
      data-set={values[filter.id] ? true : undefined}
    />
  );
}

/** Search, filters, and on the right what the table itself offers. On a phone the filters fold into one button. */
export function FilterBar({ searchLabel, filters, sorts, values, onChange, children }: Props) {
  const { t } = useTranslation('common');
  const phone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const set = filters.filter((filter) => values[filter.id]).length;
  return (
    <search className={classes.bar}>
      {searchLabel ? <SearchField label={searchLabel} value={values['q'] ?? ''} onChange={(q) => onChange({ q })} /> : null}
      {phone && filters.length + sorts.length > 0 ? (
        <Popover position="bottom-start" width={280}>
          <Indicator disabled={set === 0} label={set} size={16}>
            <Popover.Target>
              <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}>
                {t('table.filters')}
              </Button>
            </Popover.Target>
          </Indicator>
          <Popover.Dropdown>
            <Stack gap="sm">
              {filters.map((filter) => (
                <Choice key={filter.id} filter={filter} values={values} onChange={onChange} labelled />
              ))}
              {sorts.length > 0 ? (
                <Select
                  label={t('table.sort')}
                  data={[...sorts]}
                  value={values['sort'] ?? null}
                  onChange={(sort) => onChange({ sort: sort ?? undefined })}
                />
              ) : null}
            </Stack>
          </Popover.Dropdown>
        </Popover>
      ) : (
        filters.map((filter) => <Choice key={filter.id} filter={filter} values={values} onChange={onChange} labelled={false} />)
      )}
      <div className={classes.tools}>{children}</div>
    </search>
  );
}

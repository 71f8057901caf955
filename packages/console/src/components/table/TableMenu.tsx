import { ActionIcon, Button, Checkbox, Popover, SegmentedControl, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark, IconColumns3, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Store, useStore } from '../../lib/store.ts';
import type { Column } from './column.ts';
import { densities, densityStore } from './density.ts';
import classes from './ListPage.module.css';
import type { ListValues } from './list-state.ts';

/** Which columns show, and how tall a row is. */
export function ColumnMenu({
  columns,
  hidden,
  onChange,
}: {
  columns: readonly { id: string; header: string }[];
  hidden: readonly string[];
  onChange: (hidden: string[]) => void;
}) {
  const { t } = useTranslation('common');
  const density = useStore(densityStore);
  const [first] = columns;
  return (
    <Popover position="bottom-end" width={280}>
      <Popover.Target>
        <ActionIcon size={34} variant="default" aria-label={t('table.columns')} title={t('table.columns')}>
          <IconColumns3 size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="md">
          <fieldset className={classes.fieldset}>
            <legend>{t('table.columns')}</legend>
            {columns.map((column) => (
              <Checkbox
                key={column.id}
                label={column.header}
                checked={!hidden.includes(column.id)}
                disabled={column.id === first?.id}
                onChange={(event) =>
                  onChange(event.currentTarget.checked ? hidden.filter((id) => id !== column.id) : [...hidden, column.id])
                }
              />
            ))}
          </fieldset>
          <div>
            <Text size="xs" c="dimmed" mb={4} id="density-label">
              {t('density.title')}
            </Text>
            <SegmentedControl
              fullWidth
              size="xs"
              aria-labelledby="density-label"
              value={density}
              onChange={(value) => densityStore.set(value as typeof density)}
              data={densities.map((value) => ({ value, label: t(`density.${value}`) }))}
            />
          </div>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A named state of a list, kept in this browser. */
export interface SavedView {
  readonly name: string;
  readonly values: ListValues;
  readonly hidden: readonly string[];
}

function ViewList({
  views,
  onPick,
  onDrop,
}: {
  views: readonly SavedView[];
  onPick: (view: SavedView) => void;
  onDrop: (view: SavedView) => void;
}) {
  const { t } = useTranslation('common');
  return (
    <ul className={classes.views}>
      {views.map((view) => (
        <li key={view.name}>
          <UnstyledButton onClick={() => onPick(view)}>{view.name}</UnstyledButton>
          <ActionIcon size="sm" aria-label={t('views.drop', { name: view.name })} onClick={() => onDrop(view)}>
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

/** Views saved for one list: pick one, save this one, drop one. */
export function SavedViews({
  store,
  current,
  onPick,
}: {
  store: Store<readonly SavedView[]>;
  current: Omit<SavedView, 'name'>;
  onPick: (view: SavedView) => void;
}) {
  const { t } = useTranslation('common');
  const views = useStore(store);
  const [opened, { toggle, close }] = useDisclosure();
  const [name, setName] = useState('');
  const save = () => {
    if (!name.trim()) return;
    store.set([...views.filter((view) => view.name !== name.trim()), { name: name.trim(), ...current }]);
    setName('');
    close();
  };
  return (
    <Popover opened={opened} onChange={(open) => (open ? undefined : close())} position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <ActionIcon size={34} variant="default" aria-label={t('views.title')} title={t('views.title')} onClick={toggle}>
          <IconBookmark size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          {views.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('views.none')}
            </Text>
          ) : (
            <ViewList
              views={views}
              onPick={(view) => {
                onPick(view);
                close();
              }}
              onDrop={(view) => store.set(views.filter((one) => one !== view))}
            />
          )}
          <form
            className={classes.saveView}
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <TextInput label={t('views.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={60} />
            <Button type="submit" variant="default" disabled={!name.trim()}>
              {t('views.save')}
            </Button>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Columns by their names, for the chooser. */
export const namesOf = <Row,>(columns: readonly Column<Row>[]) => columns.map(({ id, header }) => ({ id, header }));

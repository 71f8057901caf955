import { CloseButton, Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './SearchSelect.module.css';

export interface SearchOption {
  readonly id: string;
  readonly title: string;
  readonly content?: ReactNode;
}

interface Props {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly error?: ReactNode;
  readonly required?: boolean;
  readonly autoFocus?: boolean;
  /** Finds what matches the text; called as a hook on every render. */
  readonly useOptions: (text: string) => { readonly options: readonly SearchOption[]; readonly isPending: boolean };
  readonly onPick: (id: string) => void;
  /** Shown below the options, such as "add a new one". */
  readonly footer?: (text: string) => ReactNode;
}

/** A field that searches the server as one types, and a list to pick from by arrow keys and Enter. */
export function SearchSelect({ useOptions, onPick, footer, ...field }: Props) {
  const { t } = useTranslation('common');
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 150);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { options, isPending } = useOptions(settled.trim());
  return (
    <Combobox
      store={combobox}
      shadow="md"
      onOptionSubmit={(id) => {
        setText('');
        combobox.closeDropdown();
        onPick(id);
      }}
    >
      <Combobox.Target withExpandedAttribute>
        <TextInput
          {...field}
          type="search"
          autoComplete="off"
          value={text}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={
            isPending && combobox.dropdownOpened ? (
              <Loader size={14} />
            ) : text ? (
              <CloseButton size="sm" aria-label={t('table.clearSearch')} onClick={() => setText('')} />
            ) : null
          }
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label={field.label} className={classes.options}>
          {options.map((option) => (
            <Combobox.Option key={option.id} value={option.id}>
              {option.content ?? option.title}
            </Combobox.Option>
          ))}
          {options.length === 0 && !isPending ? <Combobox.Empty>{t('search.nothing')}</Combobox.Empty> : null}
        </Combobox.Options>
        {footer ? <Combobox.Footer>{footer(settled.trim())}</Combobox.Footer> : null}
      </Combobox.Dropdown>
    </Combobox>
  );
}

import { Combobox, Kbd, Loader, TextInput, useCombobox } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './EasyNav.module.css';
import { EasyNavOptions } from './EasyNavOptions.tsx';
import { useEasyNav } from './use-easy-nav.ts';
import { useFirstChoice } from './use-first-choice.ts';

/** The field of the home page: part of a name or key, Enter, and one is at its licences. */
export function EasyNavField() {
  const { t } = useTranslation(['search', 'common']);
  const router = useRouter();
  const [text, setText] = useState('');
  const { groups, isPending } = useEasyNav(text, null, []);
  const combobox = useCombobox();
  const shown = groups.flatMap((group) => group.choices.map((choice) => choice.id)).join(' ');
  const announce = useFirstChoice(combobox, shown);
  const choose = (id: string) => {
    const choice = groups.flatMap((group) => group.choices).find((one) => one.id === id);
    if (choice?.href) void router.navigate({ href: choice.href });
  };
  const asked = text.trim() !== '';
  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md" transitionProps={{ duration: 0 }}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          type="search"
          size="md"
          label={t('search:home.easyNav')}
          placeholder={t('search:label')}
          value={text}
          autoComplete="off"
          spellCheck={false}
          leftSection={<IconSearch size={18} aria-hidden />}
          rightSection={
            isPending && asked ? (
              <Loader size={16} />
            ) : (
              <Kbd size="xs" visibleFrom="xs" aria-hidden>
                /
              </Kbd>
            )
          }
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onKeyUp={announce}
          onFocus={() => (asked ? combobox.openDropdown() : undefined)}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!asked}>
        <Combobox.Options aria-label={t('search:results')} className={classes.list}>
          <EasyNavOptions groups={groups.filter((group) => group.choices.some((choice) => choice.href))} />
          {groups.length === 0 && !isPending ? <Combobox.Empty>{t('common:search.nothing')}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

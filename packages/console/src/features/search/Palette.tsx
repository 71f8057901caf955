import { Combobox, Kbd, Loader, Modal, TextInput, useCombobox } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setPaletteReady, showPalette, takeTyped } from '../../lib/palette.ts';
import classes from './EasyNav.module.css';
import { EasyNavOptions } from './EasyNavOptions.tsx';
import { type DeviceAct, type PageLink, useEasyNav } from './use-easy-nav.ts';
import { useFirstChoice } from './use-first-choice.ts';

const close = () => showPalette(false);

/** The list has its id only once it is drawn; drawn again, the field says which list it controls. */
function useDrawnTwice(): void {
  const [, setDrawn] = useState(false);
  useEffect(() => {
    setDrawn(true);
    return () => setPaletteReady(false);
  }, []);
}

function Hint() {
  const { t } = useTranslation('search');
  return (
    <div className={classes.hint} aria-hidden>
      <span>
        <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> {t('hint.move')}
      </span>
      <span>
        <Kbd size="xs">Enter</Kbd> {t('hint.open')}
      </span>
      <span>
        <Kbd size="xs">Esc</Kbd> {t('hint.close')}
      </span>
    </div>
  );
}

/** Easy Nav from anywhere: things, pages and acts by name; Enter goes there. */
export default function Palette({ pages }: { pages: readonly PageLink[] }) {
  const { t } = useTranslation(['search', 'common']);
  const router = useRouter();
  const [text, setText] = useState('');
  useDrawnTwice();
  const [act, setAct] = useState<DeviceAct | null>(null);
  const { groups, isPending } = useEasyNav(text, act, pages);
  const combobox = useCombobox({ opened: true });
  const shown = groups.flatMap((group) => group.choices.map((choice) => choice.id)).join(' ');
  const announce = useFirstChoice(combobox, shown);
  const label = act ? t(`search:ask.${act}`) : t('search:label');
  const choose = (id: string) => {
    const choice = groups.flatMap((group) => group.choices).find((one) => one.id === id);
    if (choice?.act) {
      setAct(choice.act);
      setText('');
    } else if (choice?.href) {
      close();
      void router.navigate({ href: choice.href });
    }
  };
  return (
    <Modal.Root opened onClose={close} size="lg" yOffset="12vh" centered={false} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('search:title')}>
        <Combobox store={combobox} onOptionSubmit={choose}>
          <Combobox.EventsTarget withExpandedAttribute>
            <TextInput
              data-autofocus
              // At once, not after the modal's own timer: the first letters typed must arrive.
              autoFocus
              aria-label={label}
              placeholder={label}
              value={text}
              autoComplete="off"
              spellCheck={false}
              leftSection={<IconSearch size={18} aria-hidden />}
              leftSectionWidth={48}
              rightSection={isPending ? <Loader size={16} /> : null}
              classNames={{ input: classes.input }}
              onFocus={() => {
                // From here on letters arrive by themselves; those typed before come first.
                setPaletteReady(true);
                const early = takeTyped();
                if (early) setText((typed) => typed + early);
              }}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyUp={announce}
              onKeyDown={(event) => {
                if (event.key === 'Backspace' && text === '' && act) setAct(null);
                // An open list keeps Escape from the dialog around it, and this list is always open.
                if (event.key === 'Escape') close();
              }}
            />
          </Combobox.EventsTarget>
          <div className={classes.palette}>
            <Combobox.Options aria-label={t('search:results')} className={classes.list}>
              <EasyNavOptions groups={groups} />
              {groups.length === 0 && !isPending ? <Combobox.Empty>{t('common:search.nothing')}</Combobox.Empty> : null}
            </Combobox.Options>
          </div>
        </Combobox>
        <Hint />
      </Modal.Content>
    </Modal.Root>
  );
}

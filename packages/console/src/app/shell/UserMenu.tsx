import { ActionIcon, Divider, Kbd, NavLink, Popover, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconApi, IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { densities, densityStore } from '../../components/table/density.ts';
import { changeLanguage, type Language, languageNames, languages } from '../../lib/i18n.ts';
import { useMe } from '../../lib/session.tsx';
import { useSignOut } from '../../lib/sign-out.ts';
import { useStore } from '../../lib/store.ts';
import { useAct, useOperation } from '../../lib/use-operation.ts';
import classes from './Shell.module.css';

function Setting({ title, children }: { title: string; children: (labelId: string) => ReactNode }) {
  const id = useId();
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4} id={id}>
        {title}
      </Text>
      {children(id)}
    </div>
  );
}

/** The account's language follows the screen's: mails and the server's own texts come in it too. */
function useLanguageChoice(): (language: Language) => Promise<void> {
  const me = useOperation('get-me', {}, { staleTime: 60_000 });
  const act = useAct('update-me');
  return async (language) => {
    await act.mutateAsync({ input: { language }, etag: me.data?.etag ?? null }).catch(() => undefined);
    await changeLanguage(language);
  };
}

/** Appearance and density, kept in this browser, and the language, kept with the account. */
function Settings() {
  const { t, i18n } = useTranslation(['app', 'common']);
  const chooseLanguage = useLanguageChoice();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const density = useStore(densityStore);
  return (
    <Stack gap="sm">
      <Setting title={t('app:settings.theme')}>
        {(id) => (
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby={id}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={[
              { value: 'light', label: t('app:settings.light') },
              { value: 'dark', label: t('app:settings.dark') },
              { value: 'auto', label: t('app:settings.system') },
            ]}
          />
        )}
      </Setting>
      <Setting title={t('app:settings.language')}>
        {(id) => (
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby={id}
            value={i18n.language}
            onChange={(value) => void chooseLanguage(value as Language)}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
          />
        )}
      </Setting>
      <Setting title={t('common:density.title')}>
        {(id) => (
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby={id}
            value={density}
            onChange={(value) => densityStore.set(value as typeof density)}
            data={densities.map((value) => ({ value, label: t(`common:density.${value}`) }))}
          />
        )}
      </Setting>
    </Stack>
  );
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();

/** Who is signed in, their settings, and the way out. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t } = useTranslation('app');
  const me = useMe();
  const signOut = useSignOut();
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <Popover opened={opened} onChange={(open) => (open ? undefined : close())} position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <ActionIcon size={36} radius="50%" aria-label={t('user.menu')} onClick={toggle}>
          {/* Drawn, not written: the button is called what it does, not what it shows. */}
          <span className={classes.avatar} data-initials={initials(me.name)} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Text fw={600}>{me.name}</Text>
        <Text size="sm" c="dimmed" mb="sm">
          {me.email}
        </Text>
        <Settings />
        <Divider my="sm" />
        <NavLink
          component={Link}
          to="/account"
          label={t('user.account')}
          leftSection={<IconUserCircle size={18} stroke={1.6} aria-hidden />}
          onClick={close}
        />
        <NavLink
          component="button"
          label={t('shortcuts.title')}
          leftSection={<IconKeyboard size={18} stroke={1.6} aria-hidden />}
          rightSection={<Kbd size="xs">?</Kbd>}
          visibleFrom="sm"
          onClick={() => {
            close();
            onShortcuts();
          }}
        />
        <NavLink href="/docs" label={t('settings.help')} leftSection={<IconApi size={18} stroke={1.6} aria-hidden />} />
        <NavLink
          component="button"
          label={t('user.signOut')}
          leftSection={<IconLogout size={18} stroke={1.6} aria-hidden />}
          onClick={() => void signOut()}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

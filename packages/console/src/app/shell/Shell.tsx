import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFlask, IconMenu2, IconSearch } from '@tabler/icons-react';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmHost } from '../../components/confirm.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Toasts } from '../../components/notify.tsx';
import { ObjectSkeleton } from '../../components/Skeletons.tsx';
import { actingOrganization, forgetActing } from '../../lib/acting.ts';
import { formatDateTime, setServerNow } from '../../lib/format.ts';
import { followAccount, setLabelVariables, setRoleNames } from '../../lib/i18n.ts';
import { keepForPalette, showPalette, usePaletteOpen } from '../../lib/palette.ts';
import { pressRowKey } from '../../lib/row-keys.ts';
import { labelVariables, roleNames, SessionProvider } from '../../lib/session.tsx';
import { useStore } from '../../lib/store.ts';
import type { Me } from '../../lib/types.ts';
import { takesLetters } from '../../lib/typing.ts';
import { useOperation } from '../../lib/use-operation.ts';
import { watchedBatches } from '../../lib/watched-batches.ts';
import { NavPanel, useNavigation } from './NavPanel.tsx';
import classes from './Shell.module.css';
import { UserMenu } from './UserMenu.tsx';
import { usePageFocus } from './use-page-focus.ts';

const PhoneNav = lazy(() => import('./PhoneNav.tsx'));
const loadPalette = () => import('../../features/search/Palette.tsx');
const Palette = lazy(loadPalette);

const Bell = lazy(() => import('../../features/batches/Bell.tsx'));

const Shortcuts = lazy(() => import('./Shortcuts.tsx'));

/** Keys of one letter, outside of fields and dialogs: the rows of a list, and the help. True if the key was one. */
function pressLetter(key: string, showHelp: () => void): boolean {
  if (key !== '?') return pressRowKey(key);
  showHelp();
  return true;
}

/** Opens the palette by `/` (outside of fields) and Ctrl-K or ⌘K (anywhere); the other keys are those of the help. */
function useKeys(showHelp: () => void) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const withControl = event.metaKey || event.ctrlKey;
      if (!withControl && keepForPalette(event.key)) {
        event.preventDefault();
        return;
      }
      const field = (event.target as HTMLElement).closest('input, textarea, select, [contenteditable]');
      if ((withControl && event.key === 'k') || (event.key === '/' && !field)) showPalette(true);
      else if (withControl || event.altKey || takesLetters(event.target as HTMLElement) || !pressLetter(event.key, showHelp)) return;
      event.preventDefault();
    };
    // Fetched with the first thing a person does, so that it is there when it is called.
    const fetchEarly = () => void loadPalette();
    addEventListener('keydown', listen);
    addEventListener('pointerdown', fetchEarly, { once: true });
    return () => {
      removeEventListener('keydown', listen);
      removeEventListener('pointerdown', fetchEarly);
    };
  }, [showHelp]);
}

/** The list of keys; closed, the focus is back where it was. */
function useHelp() {
  const [isOpen, { open, close }] = useDisclosure();
  const before = useRef<Element | null>(null);
  return {
    isOpen,
    open: useCallback(() => {
      before.current = document.activeElement;
      open();
    }, [open]),
    close: () => {
      close();
      if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
    },
  };
}

function TestClockBanner({ me }: { me: Me }) {
  const { t, i18n } = useTranslation('app');
  return (
    <div className={classes.banner} role="note">
      <IconFlask size={16} aria-hidden />
      {t('testClock', { now: formatDateTime(me.now, i18n.language) })}
    </div>
  );
}

function Frame({ me }: { me: Me }) {
  const { t } = useTranslation(['app', 'common']);
  const [opened, { open, close }] = useDisclosure();
  const paletteIsOpen = usePaletteOpen();
  const pages = useNavigation().flatMap((group) => group.items.map(({ label, to, icon }) => ({ label, href: String(to), icon })));
  const help = useHelp();
  const watched = useStore(watchedBatches).length > 0;
  useKeys(help.open);
  usePageFocus();
  return (
    <div className={classes.shell} data-banner={me.testClock || undefined}>
      <a href="#content" className={classes.skip}>
        {t('common:skipToContent')}
      </a>
      <header className={classes.top}>
        {me.testClock ? <TestClockBanner me={me} /> : null}
        <div className={classes.bar}>
          <ActionIcon size={40} aria-label={t('app:nav.open')} onClick={open} className={classes.burger}>
            <IconMenu2 size={20} aria-hidden />
          </ActionIcon>
          <Link to="/" className={classes.brand} aria-label={t('app:brand')}>
            <img src="/icon.svg" alt="" width={24} height={24} />
            <span>{t('app:brand')}</span>
          </Link>
          <UnstyledButton className={classes.find} onClick={() => showPalette(true)}>
            <IconSearch size={16} aria-hidden />
            <span className={classes.findText}>{t('app:easyNav.open')}</span>
            <Kbd size="xs" aria-hidden>
              /
            </Kbd>
          </UnstyledButton>
          <div className={classes.phoneActing}>{me.current.organization.name}</div>
          {watched ? (
            <Suspense fallback={null}>
              <Bell />
            </Suspense>
          ) : null}
          <UserMenu onShortcuts={help.open} />
        </div>
      </header>
      <div className={classes.side}>
        <NavPanel onDone={close} />
      </div>
      {opened ? (
        <Suspense fallback={null}>
          <PhoneNav onClose={close} />
        </Suspense>
      ) : null}
      <main id="content" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      {help.isOpen ? (
        <Suspense fallback={null}>
          <Shortcuts onClose={help.close} />
        </Suspense>
      ) : null}
      {paletteIsOpen ? (
        <Suspense fallback={null}>
          <Palette pages={pages} />
        </Suspense>
      ) : null}
    </div>
  );
}

/**
 * Leads to the sign-in page once, remembering where it led from. The shell is still there while that page loads and hears
 * of the new address; following it again would lead in a circle.
 */
function ToSignIn() {
  const navigate = useNavigate();
  const [from] = useState(useRouterState({ select: (state) => state.location.href }));
  useEffect(() => {
    void navigate({ to: '/sign-in', search: from === '/' ? {} : { next: from }, replace: true });
  }, [navigate, from]);
  return null;
}

/** Around every page of a signed-in person: who they are, for whom they act, and where they can go. */
export default function Shell() {
  const { t, i18n } = useTranslation('app');
  const me = useOperation('get-me', {}, { staleTime: 60_000, keepPrevious: true });
  const person = me.data?.value;
  const problem = me.error?.problem;
  const lost = problem?.code === 'not-found' || problem?.code === 'not-allowed';
  // The organization kept by this browser may be someone else's by now: the server's choice instead.
  useEffect(() => {
    if (lost && actingOrganization.get()) forgetActing();
  }, [lost]);
  const accountLanguage = person?.language ?? null;
  useEffect(() => void followAccount(accountLanguage), [accountLanguage]);
  useMemo(() => {
    if (!person) return;
    setServerNow(person.now);
    setLabelVariables(labelVariables(person, i18n.language, (name) => t(`labels.${name as 'device'}`)));
    setRoleNames(roleNames(person, i18n.language));
  }, [person, i18n.language, t]);
  if (problem?.code === 'not-signed-in') return <ToSignIn />;
  if (problem && !person) {
    return (
      <main className={classes.starting}>
        <ErrorState page problem={problem} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  if (!person) {
    return (
      <main className={classes.starting}>
        <ObjectSkeleton />
      </main>
    );
  }
  return (
    <SessionProvider me={person}>
      <Toasts />
      <ConfirmHost />
      <Frame me={person} />
    </SessionProvider>
  );
}

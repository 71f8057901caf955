import { Menu, UnstyledButton } from '@mantine/core';
import { IconBuildingCommunity, IconCheck, IconSelector } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { notify } from '../../components/notify.tsx';
import { actFor } from '../../lib/acting.ts';
import { useMe } from '../../lib/session.tsx';
import type { Membership } from '../../lib/types.ts';
import { type NavLabel, navigation } from './navigation.ts';
import classes from './Shell.module.css';

/** The navigation as the person may use it, with the vendor's words. */
export function useNavigation() {
  const me = useMe();
  const labelOf = useNavLabel();
  return navigation
    .map((group) => ({
      title: group.title && labelOf(group.title),
      items: group.items
        .filter(({ permission, onlyWith }) => (!permission || me.permissions.includes(permission)) && (!onlyWith || me.offers[onlyWith]))
        .map((item) => ({ ...item, label: labelOf(item.label) })),
    }))
    .filter((group) => group.items.length > 0);
}

function useNavLabel() {
  const { t, i18n } = useTranslation('app');
  const words = (i18n.options.interpolation?.defaultVariables ?? {}) as Record<string, string>;
  return (label: NavLabel) => {
    if ('key' in label) return t(`nav.${label.key}`);
    const name = label.form === 'one' ? label.word : `${label.word}s`;
    return words[name.charAt(0).toUpperCase() + name.slice(1)] ?? label.word;
  };
}

function ActingText({ membership }: { membership: Membership }) {
  const { t } = useTranslation(['app', 'common']);
  return (
    <span className={classes.actingText}>
      <span className={classes.actingLabel}>{t('app:acting.label')}</span>
      <span className={classes.actingName}>{membership.organization.name}</span>
      <span className={classes.actingRole}>{t(`common:roles.${membership.role}`)}</span>
    </span>
  );
}

/** The organization acted for: always on screen; a menu where the person belongs to several. */
function Acting({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation(['app', 'common']);
  const me = useMe();
  const navigate = useNavigate();
  const others = me.memberships.filter((one) => one.organization.id !== me.current.organization.id);
  const icon = <IconBuildingCommunity size={20} stroke={1.6} aria-hidden className={classes.actingIcon} />;
  if (others.length === 0) {
    return (
      <div className={classes.acting}>
        {icon}
        <ActingText membership={me.current} />
      </div>
    );
  }
  const choose = (membership: Membership) => {
    actFor(membership.organization.id);
    notify(t('app:acting.switched', { organization: membership.organization.name }));
    onDone();
    // What is on screen may not be the other organization's to see.
    void navigate({ to: '/' });
  };
  return (
    <Menu width="target" position="bottom-start">
      <Menu.Target>
        <UnstyledButton
          className={classes.acting}
          data-button
          aria-label={t('app:acting.switch', { organization: me.current.organization.name, role: t(`common:roles.${me.current.role}`) })}
        >
          {icon}
          <ActingText membership={me.current} />
          <IconSelector size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.actingMenu}>
        <Menu.Label>{t('app:acting.menu')}</Menu.Label>
        {[me.current, ...others].map((membership) => (
          <Menu.Item
            key={membership.organization.id}
            onClick={() => choose(membership)}
            rightSection={membership === me.current ? <IconCheck size={14} aria-hidden /> : null}
          >
            {membership.organization.name}
            <span className={classes.actingRole}> {t(`common:roles.${membership.role}`)}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Left of every page, or in the drawer of a phone: for whom, then where. */
export function NavPanel({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('app');
  const me = useMe();
  const groups = useNavigation();
  return (
    <nav className={classes.panel} aria-label={t('nav.label')}>
      <Acting onDone={onDone} />
      <div>
        {groups.map((group) => (
          <div key={group.title ?? 'home'} className={classes.group}>
            {group.title ? <p className={classes.groupTitle}>{group.title}</p> : null}
            <ul>
              {group.items.map((item) => (
                <li key={item.to}>
                  <Link
                    to={item.to}
                    className={classes.link}
                    onClick={onDone}
                    activeOptions={{ exact: item.to === '/', includeSearch: false }}
                  >
                    <item.icon size={18} stroke={1.6} aria-hidden />
                    {item.label}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <p className={classes.vendor}>{me.vendor.name}</p>
    </nav>
  );
}

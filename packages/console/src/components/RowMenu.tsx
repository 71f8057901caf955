import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../lib/session.tsx';

export interface RowAct {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  /** Without it the act is absent. */
  readonly permission: string;
  readonly link: LinkProps;
}

interface ItemProps {
  readonly component: unknown;
  readonly leftSection?: ReactNode;
  readonly children: ReactNode;
}

/** A menu item that goes somewhere; the target was typed where it was written. */
const LinkItem = Menu.Item as unknown as ComponentType<ItemProps & LinkProps>;

/** What can be done with one row, at its end: the acts of the bulk bar for this one. Nothing where nothing may be done. */
export function RowMenu({ name, acts }: { name: string; acts: readonly RowAct[] }) {
  const { t } = useTranslation('common');
  const me = useMe();
  const allowed = acts.filter(({ permission }) => me.permissions.includes(permission));
  if (allowed.length === 0) return null;
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon aria-label={t('table.actsOf', { name })} title={t('table.actsOf', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {allowed.map(({ id, label, icon, link }) => (
          <LinkItem key={id} component={Link} leftSection={icon} {...link}>
            {label}
          </LinkItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, usePermission } from '../lib/session.tsx';
import { EmptyState } from './EmptyState.tsx';
import { LinkButton, LinkButtonTo } from './LinkButton.tsx';

/** Shows its children only to those who may. */
export function Allowed({ to, children }: { to: string; children: ReactNode }) {
  return usePermission(to).state === 'allowed' ? children : null;
}

/** In place of a page whose act the person may not do: why, and who could. Menus do not lead here, addresses may. */
export function Guarded({ by, children }: { by: string; children: ReactNode }) {
  const { t } = useTranslation('common');
  const me = useMe();
  const may = usePermission(by);
  if (may.state === 'allowed') return children;
  const reason = may.state === 'disabled' ? may.reason : t('permission.absent', { organization: me.current.organization.name });
  return (
    <EmptyState
      page
      icon={IconLock}
      title={t('permission.title')}
      reason={reason}
      action={<LinkButton to="/">{t('notFound.home')}</LinkButton>}
    />
  );
}

type Props = ButtonProps & {
  /** Permission that the act needs, such as `licenses.attach`. */
  readonly permission: string;
  /** Why it cannot be done just now, although the role may. */
  readonly blocked?: string | null;
  readonly children: ReactNode;
} & ({ readonly onClick: () => void; readonly link?: never } | { readonly link: LinkProps; readonly onClick?: never });

/** A disabled button that keeps the focus and says its reason: `disabled` would hide it from the keyboard. */
function Refused({ reason, children, ...rest }: ButtonProps & { reason: string; children: ReactNode }): ReactElement {
  return (
    <Tooltip label={reason}>
      <Button {...rest} data-disabled aria-disabled="true" aria-description={reason} onClick={(event) => event.preventDefault()}>
        {children}
      </Button>
    </Tooltip>
  );
}

/**
 * A button for an act. Absent for a role that never may; disabled, with the reason and who can grant it, where the person may not
 * here, or where `blocked` says what is missing.
 */
export function ActButton({ permission, blocked, onClick, link, children, ...rest }: Props) {
  const may = usePermission(permission);
  if (may.state === 'absent') return null;
  if (may.state === 'disabled' || blocked) {
    return (
      <Refused {...rest} reason={may.state === 'disabled' ? may.reason : (blocked as string)}>
        {children}
      </Refused>
    );
  }
  if (link) {
    return (
      <LinkButtonTo {...rest} {...link}>
        {children}
      </LinkButtonTo>
    );
  }
  return (
    <Button {...rest} onClick={onClick}>
      {children}
    </Button>
  );
}

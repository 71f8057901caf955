import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, usePermission } from '../lib/session.tsx';
import { EmptyState } from './EmptyState.tsx';
import { LinkButton } from './LinkButton.tsx';
import { PageHeader } from './PageHeader.tsx';

/** Around the page of an act: whoever came by its address and may not do it reads why, instead of filling a form for nothing. */
export function Guard({ to, title, children }: { to: string; title: string; children: ReactNode }) {
  const { t } = useTranslation('common');
  const me = useMe();
  const may = usePermission(to);
  if (may.state === 'allowed') return children;
  const reason = may.state === 'disabled' ? may.reason : t('permission.never', { organization: me.current.organization.name });
  return (
    <>
      <PageHeader title={title} />
      <EmptyState
        icon={IconLock}
        title={t('permission.title')}
        reason={reason}
        action={<LinkButton to="/">{t('notFound.home')}</LinkButton>}
      />
    </>
  );
}

import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { LinkButton } from '../components/LinkButton.tsx';

/** The address leads nowhere. */
export function NotFound() {
  const { t } = useTranslation('common');
  return (
    <EmptyState
      page
      icon={IconMapOff}
      title={t('notFound.title')}
      reason={t('notFound.reason')}
      action={<LinkButton to="/">{t('notFound.home')}</LinkButton>}
    />
  );
}

/** A mistake of ours while drawing a page. */
export function Crash({ error }: ErrorComponentProps) {
  const { t } = useTranslation('common');
  return (
    <>
      <ErrorState
        page
        problem={{
          type: 'about:blank',
          status: 0,
          code: 'console-crashed',
          requestId: '',
          title: t('error.crashTitle'),
          detail: t('error.crashDetail', { message: error instanceof Error ? error.message : String(error) }),
          nextStep: t('error.crashNext'),
        }}
      />
      <Button variant="default" mx="auto" display="block" onClick={() => location.reload()}>
        {t('error.reload')}
      </Button>
    </>
  );
}

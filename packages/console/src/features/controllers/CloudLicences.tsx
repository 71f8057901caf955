import { IconFileDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useOperation } from '../../lib/use-operation.ts';
import { LicenceTable } from './LicenceTable.tsx';
import { WaitingMore } from './WaitingMore.tsx';

/** What waits for a device in its project's pool, and what is active on it (E2): the device fetches it, or a file carries it. Nothing waits for one that is replaced. */
export function CloudLicences({ deviceId, isReplaced }: { deviceId: string; isReplaced: boolean }) {
  const { t } = useTranslation('controllers');
  const query = useOperation('list-device-cloud-licenses', { deviceId, limit: 200 });
  if (query.error) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <RowsSkeleton rows={4} />;
  const { waiting, total, active } = query.data.value;
  return (
    <>
      {isReplaced ? null : (
        <Section
          title={t('waiting.title')}
          hint={t('waiting.hint')}
          actions={
            <ActButton
              permission="pools.write"
              variant="default"
              leftSection={<IconFileDownload size={16} aria-hidden />}
              link={{ to: '/files', search: { device: deviceId } }}
            >
              {t('activate.title')}
            </ActButton>
          }
        >
          {waiting.length > 0 ? (
            <>
              <LicenceTable label={t('waiting.title')} rows={waiting} />
              <WaitingMore shown={waiting.length} total={total} />
            </>
          ) : (
            <EmptyState compact title={t('waiting.empty')} reason={t('waiting.emptyReason')} />
          )}
        </Section>
      )}
      <Section title={t('active.title')}>
        {active.length > 0 ? (
          <LicenceTable label={t('active.title')} rows={active} />
        ) : (
          <EmptyState compact title={t('active.empty')} reason={t('active.emptyReason')} />
        )}
      </Section>
    </>
  );
}

import { IconFileImport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Note } from '../../components/Note.tsx';
import { Section } from '../../components/Section.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { Until } from '../../components/When.tsx';
import type { Device, ValueOf } from '../../lib/types.ts';
import { useOperation } from '../../lib/use-operation.ts';
import classes from './Demos.module.css';

type Demo = ValueOf<'list-demos'>['items'][number];

/** Whether one runs, and until when; else how it starts. */
function Running({ demo }: { demo: Demo }) {
  const { t } = useTranslation('demos');
  if (demo.runningUntil !== null && demo.lastDay !== null) {
    return (
      <span className={classes.running}>
        <StatusMark status="active" word={t('running')} />
        <Until until={demo.runningUntil} lastDay={demo.lastDay} inWords />
      </span>
    );
  }
  return <span>{demo.starts === 'first-use' ? t('byItself') : t('notRunning')}</span>;
}

function useColumns(device: Device, blocked: string | null): Column<Demo>[] {
  const { t } = useTranslation('demos');
  return [
    {
      id: 'label',
      header: t('fields.label'),
      width: '2fr',
      phone: 'title',
      cell: (row) => (
        <span className={classes.name}>
          <span>{row.label}</span>
          <span className={classes.soft}>{row.grants.join(', ')}</span>
        </span>
      ),
    },
    { id: 'days', header: t('fields.days'), width: 90, align: 'right', cell: (row) => t('days', { count: row.days }) },
    {
      id: 'left',
      header: t('fields.left'),
      width: 110,
      align: 'right',
      cell: (row) => t('left', { left: row.remaining, count: row.count }),
    },
    { id: 'running', header: t('fields.running'), width: '1.4fr', phone: 'status', cell: (row) => <Running demo={row} /> },
    {
      id: 'start',
      header: t('start.act'),
      phone: 'act',
      width: 120,
      align: 'right',
      cell: (row) =>
        row.starts === 'first-use' ? null : (
          <ActButton
            permission="licenses.activate"
            size="compact-sm"
            variant="default"
            blocked={blocked ?? (row.remaining === 0 ? t('usedUp') : null)}
            link={{ to: '/devices/$deviceId/demo', params: { deviceId: device.id }, search: { demo: row.id } }}
          >
            {t('start.act')}
          </ActButton>
        ),
    },
  ];
}

/** Licences of before that can still be taken over: only as the first act. */
function Import({ device, blocked }: { device: Device; blocked: string | null }) {
  const { t } = useTranslation('demos');
  return (
    <Note icon={IconFileImport} title={t('import.offer')}>
      <p>{t('import.offerText')}</p>
      <div className={classes.act}>
        <ActButton
          permission="licenses.activate"
          size="sm"
          variant="default"
          blocked={blocked}
          link={{ to: '/devices/$deviceId/import', params: { deviceId: device.id } }}
        >
          {t('import.link')}
        </ActButton>
      </div>
    </Note>
  );
}

/** Licences without an order: for a time (B12), or from a file of before (B22). Nothing where the model has neither. */
export function Demos({
  device,
  hasDemos,
  importable,
  blocked,
}: {
  device: Device;
  hasDemos: boolean;
  importable: boolean;
  /** Why nothing can be activated on the device now. */
  blocked: string | null;
}) {
  const { t } = useTranslation('demos');
  const columns = useColumns(device, blocked);
  const query = useOperation('list-demos', hasDemos ? { deviceId: device.id } : null);
  // A demo is nobody's purchase: it does not keep a file of before out.
  const shown = query.data?.value.items.reduce((sum, { started }) => sum + started, 0) ?? 0;
  const first = device.activeUnits <= shown;
  if (!hasDemos && !(importable && first)) return null;
  return (
    <Section title={t('title')} hint={hasDemos ? t('hint') : null}>
      {query.error ? <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} /> : null}
      {hasDemos && query.isPending ? <RowsSkeleton rows={1} height={56} /> : null}
      {query.data ? (
        <DataTable label={t('title')} columns={columns} rows={query.data.value.items} rowId={(row) => row.id} density="comfortable" />
      ) : null}
      {importable && first ? <Import device={device} blocked={blocked} /> : null}
    </Section>
  );
}

import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconArrowRight, IconFileCertificate } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BigKey } from '../../components/BigKey.tsx';
import { Key } from '../../components/Copyable.tsx';
import { Effects } from '../../components/Effects.tsx';
import { TextLink } from '../../components/Links.tsx';
import { Note } from '../../components/Note.tsx';
import { Section } from '../../components/Section.tsx';
import { useTermColumn } from '../../components/Term.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { Why } from '../../components/Why.tsx';
import type { Movement, Outcome } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import type en from './locales/en.json';
import classes from './OutcomeView.module.css';
import { partsOf } from './words.ts';

type Place = keyof (typeof en)['place'];

/** An account in words, such as "Bin of Contoso". Another partner's bin and what somebody unseen offers have no name for the reader. */
export function usePlace(): (kind: string, name: string) => string {
  const { t } = useTranslation('history');
  return (kind, name) => {
    const isUnnamed = !name && (kind === 'bin' || kind === 'transit');
    return t(`place.${(isUnnamed ? `${kind}Unnamed` : kind) as Place}`, { name, defaultValue: name });
  };
}

/** What moves from where to where. */
export function Movements({ movements }: { movements: readonly Movement[] }) {
  const { t } = useTranslation('history');
  const number = useNumber();
  const place = usePlace();
  const rows = movements.map((movement, index) => ({ ...movement, key: `${movement.lotId} ${index}` }));
  const term = useTermColumn(rows);
  const order: Column<Movement & { key: string }> = {
    id: 'order',
    header: t('movement.order'),
    width: 130,
    cell: (row) => (row.order ? <Key text={row.order} /> : '–'),
  };
  const columns: Column<Movement & { key: string }>[] = [
    {
      id: 'part',
      header: t('movement.part'),
      width: '2fr',
      phone: 'title',
      cell: (row) => (
        <span className={classes.part}>
          <span>{row.partLabel}</span> <Key text={partsOf(row)} />
        </span>
      ),
    },
    { id: 'quantity', header: t('movement.quantity'), width: 90, align: 'right', phone: 'status', cell: (row) => number(row.quantity) },
    {
      id: 'way',
      header: t('movement.way'),
      width: '2fr',
      cell: (row) => (
        <span className={classes.way}>
          <span>{place(row.fromKind, row.from)}</span>
          <span>
            <IconArrowRight size={14} aria-label={t('movement.to')} /> {place(row.toKind, row.to)}
          </span>
        </span>
      ),
    },
    ...term,
    ...(rows.some(({ order }) => order) ? [order] : []),
  ];
  return <DataTable label={t('movement.title')} columns={columns} rows={rows} rowId={(row) => row.key} density="comfortable" />;
}

type Change = Outcome['entitlements'][number];

function Changes({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation('history');
  const columns: Column<Change>[] = [
    { id: 'feature', header: t('change.feature'), width: '2fr', phone: 'title', cell: (row) => row.label },
    { id: 'before', header: t('change.before'), cell: (row) => <span className={classes.before}>{row.before}</span> },
    {
      id: 'after',
      header: t('change.after'),
      cell: (row) => (row.before === row.after ? row.after : <strong>{row.after}</strong>),
    },
    {
      id: 'why',
      header: t('change.why'),
      width: 90,
      align: 'right',
      phone: 'act',
      cell: (row) => <Why what={`${row.label}: ${row.after}`} steps={row.why} />,
    },
  ];
  return <DataTable label={t('change.title')} columns={columns} rows={changes} rowId={(row) => row.feature} />;
}

function DeviceLine({ device }: { device: NonNullable<Outcome['device']> }) {
  const { t } = useTranslation('history');
  return (
    <div className={classes.device}>
      <span className={classes.deviceLabel}>{t('device')}</span>
      <strong>{device.name}</strong>
      <Key text={device.hardwareKey} />
      <span>{device.customer.name}</span>
    </div>
  );
}

/** Files that result, or resulted: made here, with its activation code; or made elsewhere, with what the pack says of it. */
function ResultingFiles({ outcome, act = null }: { outcome: Outcome; act?: ReactNode }) {
  const { t } = useTranslation('history');
  const { file, externalFiles, dryRun, device } = outcome;
  return (
    <>
      {file?.activationCode ? <BigKey label={t('file.code')} text={file.activationCode} /> : null}
      {file ? (
        <p className={classes.file}>
          <IconFileCertificate size={18} stroke={1.6} aria-hidden />
          {dryRun ? t('file.results') : t('file.resulted')} <Key text={file.fileName} />
        </p>
      ) : null}
      {act}
      {externalFiles.map(({ id, state, fileName, salesOrder, message }, index) => (
        <Note
          key={id ?? salesOrder ?? index}
          icon={IconFileCertificate}
          color={state === 'upload-wanted' ? 'amber' : 'blue'}
          title={t(`file.external.${state}`)}
        >
          <p>{state === 'available' && fileName ? <Key text={fileName} /> : message}</p>
          {dryRun || !device ? null : (
            <TextLink to="/devices/$deviceId" params={{ deviceId: device.id }} search={{ tab: 'files' }}>
              {t('file.show')}
            </TextLink>
          )}
        </Note>
      ))}
    </>
  );
}

interface OutcomeProps {
  readonly outcome: Outcome;
  readonly irreversible?: string;
  /** What is done with the file next, such as a button that downloads it: then the file is what counts, and stands first. */
  readonly fileAct?: ReactNode;
}

/** Preview or result of an act: for which device, what moves, what the device may do before and after, which file results. */
export function OutcomeView({ outcome, irreversible, fileAct }: OutcomeProps) {
  const { t } = useTranslation('history');
  // What an undo comes to is said in sentences; how a licence changed its nature for it stands on the page of the act.
  const effects = outcome.effects ?? [];
  const saysAll =
    effects.length > 0 && outcome.movements.some(({ fromKind, toKind }) => fromKind === 'conversion' || toKind === 'conversion');
  // Reserved units grant nothing yet: the server says what they will.
  const isReserving = outcome.kind === 'attach-licenses' || outcome.kind === 'detach-licenses';
  return (
    <div className={classes.outcome}>
      {fileAct ? <ResultingFiles outcome={outcome} act={<div>{fileAct}</div>} /> : null}
      {outcome.device ? <DeviceLine device={outcome.device} /> : null}
      {effects.length > 0 ? (
        <Section title={outcome.dryRun ? t('effects.title') : t('effects.titleDone')}>
          <Effects items={effects} />
        </Section>
      ) : null}
      {outcome.movements.length > 0 && !saysAll ? (
        <Section title={outcome.dryRun ? t('movement.title') : t('movement.titleDone')}>
          <Movements movements={outcome.movements} />
        </Section>
      ) : null}
      {outcome.entitlements.length > 0 ? (
        <Section title={isReserving ? t('change.onceActive') : t('change.title')}>
          <Changes changes={outcome.entitlements} />
        </Section>
      ) : null}
      {fileAct ? null : <ResultingFiles outcome={outcome} />}
      {irreversible && outcome.dryRun ? (
        <Alert
          variant="light"
          color="orange"
          icon={<IconAlertTriangle aria-hidden />}
          title={t('irreversible')}
          className={classes.warning}
        >
          {irreversible}
        </Alert>
      ) : null}
    </div>
  );
}

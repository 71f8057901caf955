import { IconBan, IconDownload, IconKey } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton, Guarded } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { notify, notifyProblem } from '../../../components/notify.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { type BulkAct, type Filter, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { call } from '../../../lib/api.ts';
import { saveFile } from '../../../lib/csv.ts';
import { useLabel } from '../../../lib/session.tsx';
import type { InputFor, ItemOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { everyItem, useOperation, usePages } from '../../../lib/use-operation.ts';
import { chooseKeys } from '../chosen.ts';
import { type KeyState, type LicenseKey, useKeyColumns } from '../key-columns.tsx';
import { ShowSwitch, useShownKeys } from '../ShowKeys.tsx';

type Batch = ItemOf<'list-license-key-batches'>;

/** The keys of a batch in clear, as a file; who took it is recorded. */
function Export({ batch }: { batch: Batch }) {
  const { t } = useTranslation('licenseKeys');
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      const { value } = await call('export-license-keys', { batchId: batch.id });
      saveFile(new Blob([new Uint8Array(value.bytes)], { type: value.contentType }), value.fileName);
      notify(t('batch.exported', { count: batch.keys }));
    } catch (error) {
      notifyProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <ActButton
      permission="license-keys.make"
      variant="default"
      loading={isBusy}
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => void run()}
    >
      {t('batch.export')}
    </ActButton>
  );
}

/** What a batch is, above its keys. */
function BatchFacts({ batch }: { batch: Batch }) {
  const { t } = useTranslation('licenseKeys');
  const number = useNumber();
  const [salesOrder, purchaseOrder] = [useLabel('salesOrder'), useLabel('purchaseOrder')];
  return (
    <Facts
      inline
      facts={[
        { label: t('fields.part'), value: batch.part },
        { label: salesOrder, value: batch.salesOrder },
        { label: purchaseOrder, value: batch.purchaseOrder },
        { label: t('fields.holder'), value: batch.holder.name },
        { label: t('fields.quantityPerKey'), value: number(batch.quantityPerKey) },
        { label: t('fields.madeAt'), value: <When at={batch.madeAt} time /> },
        { label: t('fields.madeBy'), value: batch.madeBy },
        batch.note !== '' && { label: t('fields.note'), value: batch.note, wide: true },
      ]}
    />
  );
}

function Keys({ batch }: { batch: Batch }) {
  const { t } = useTranslation('licenseKeys');
  const navigate = useNavigate();
  const { state } = useSearch({ from: '/shell/license-keys/$batchId' });
  const batchId = batch.id;
  const input = useMemo(() => ({ batchId, ...(state ? { state } : {}) }) as InputFor<'list-license-keys'>, [batchId, state]);
  const pages = usePages('list-license-keys', input);
  const { isOn, turn, shown } = useShownKeys(pages.rows);
  const states: readonly KeyState[] = ['unredeemed', 'redeemed', 'expired', 'revoked'];
  const filter: Filter = { id: 'state', label: t('fields.state'), options: states.map((value) => ({ value, label: t(`state.${value}`) })) };
  const toRevoke = (which: 'chosen' | 'all') => navigate({ to: '/license-keys/$batchId/revoke', params: { batchId }, search: { which } });
  const revoke: BulkAct<LicenseKey> = {
    id: 'revoke',
    label: (count) => t('revoke.chosen', { count }),
    icon: <IconBan size={16} aria-hidden />,
    run: async ({ rows }) => {
      const ids: string[] = [];
      for await (const row of rows()) ids.push(row.id);
      chooseKeys(batchId, ids.slice(0, 500));
      await toRevoke('chosen');
    },
  };
  const acts = batch.canShow ? (
    <>
      <Export batch={batch} />
      <ActButton
        permission="license-keys.make"
        variant="default"
        leftSection={<IconBan size={16} aria-hidden />}
        blocked={batch.unredeemed === 0 ? t('revoke.nothing') : null}
        onClick={() => void toRevoke('all')}
      >
        {t('revoke.all')}
      </ActButton>
    </>
  ) : null;
  return (
    <ListPage
      id="license-keys-of-batch"
      title={batch.partLabel}
      above={<TextLink to="/license-keys">{t('batches.title')}</TextLink>}
      columns={useKeyColumns(
        false,
        shown,
        pages.rows.some(({ activatedOn }) => activatedOn.length > 0),
      )}
      rowId={(row) => row.id}
      rowName={(row) => row.masked}
      pages={pages}
      everyRow={(signal) => everyItem('list-license-keys', input, signal)}
      filters={[filter]}
      {...(batch.canShow ? { bulk: [revoke] } : {})}
      actions={acts}
      intro={
        <>
          <BatchFacts batch={batch} />
          {batch.canShow ? <ShowSwitch isOn={isOn} onTurn={turn} /> : null}
        </>
      }
      empty={<EmptyState icon={IconKey} title={t('list.empty')} reason={t('batches.emptyReason')} />}
    />
  );
}

/** Licence keys that were made together: what became of each, shown in clear on demand, exported, revoked. */
export default function KeyBatch() {
  const { t } = useTranslation('licenseKeys');
  const { batchId } = useParams({ from: '/shell/license-keys/$batchId' });
  const query = useOperation('list-license-key-batches', { batchId });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const [batch] = query.data.value.items;
  return (
    <Guarded by="license-keys.make">
      {batch ? <Keys batch={batch} /> : <EmptyState page icon={IconKey} title={t('batch.unknown')} reason={t('batch.unknownReason')} />}
    </Guarded>
  );
}

import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done, useConsent } from '../../../components/act/index.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import type { Catalog, Device, ValueOf } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { findModel, modelIdOf } from '../../devices/index.ts';
import { OutcomeView } from '../../history/index.ts';
import { DownloadButton } from '../../licenses/index.ts';

type Demo = ValueOf<'list-demos'>['items'][number];

function Start({ device, demo, catalog }: { device: Device; demo: Demo; catalog: Catalog }) {
  const { t } = useTranslation('demos');
  const consent = useConsent(catalog, findModel(catalog, modelIdOf(device))?.agreement ?? null);
  const back = { to: '/devices/$deviceId', params: { deviceId: device.id }, search: { tab: 'licences' } } as const;
  return (
    <ActPage
      title={t('start.title', { demo: demo.label })}
      above={<TextLink {...back}>{device.name}</TextLink>}
      operation="start-demo"
      permission="licenses.activate"
      input={{ deviceId: device.id, demo: demo.id, ...consent.accepted }}
      digestOf={(outcome) => outcome.digest}
      review={(outcome) => (
        <OutcomeView
          outcome={outcome}
          irreversible={t('start.irreversible', { count: demo.days, left: Math.max(0, demo.remaining - 1), most: demo.count })}
        />
      )}
      {...consent.asked}
      commitLabel={t('start.act')}
      done={(outcome) => (
        <Done
          title={t('start.done', { name: device.name })}
          next={
            <>
              {outcome.file?.documentId ? <DownloadButton deviceId={device.id} documentId={outcome.file.documentId} /> : null}
              <LinkButton {...back} variant="default">
                {t('show', { name: device.name })}
              </LinkButton>
            </>
          }
        >
          <OutcomeView outcome={outcome} />
        </Done>
      )}
    />
  );
}

/** Starts a demo, service or trial licence on a device (B12). */
export default function StartDemo() {
  const { t } = useTranslation('demos');
  const { deviceId } = useParams({ from: '/shell/devices/$deviceId/demo' });
  const { demo: wanted } = useSearch({ from: '/shell/devices/$deviceId/demo' });
  const device = useOperation('get-device', { deviceId });
  const demos = useOperation('list-demos', { deviceId });
  const { catalog, error: catalogError } = useCatalog({ fresh: true });
  const error = device.error ?? demos.error ?? catalogError;
  // How many are left stands still during the act: afterwards there is one less, and the last step is yet to be shown.
  const [first, setFirst] = useState<readonly Demo[] | null>(null);
  if (first === null && demos.data && !demos.isFetching) setFirst(demos.data.value.items);
  if (error) return <ErrorState page problem={error.problem} onRetry={() => void Promise.all([device.refetch(), demos.refetch()])} />;
  if (!device.data || !catalog || first === null) return <ObjectSkeleton />;
  const demo = first.find(({ id }) => id === wanted) ?? first.find(({ starts }) => starts === 'request');
  if (!demo) {
    return (
      <LinkButton to="/devices/$deviceId" params={{ deviceId }}>
        {t('show', { name: device.data.value.name })}
      </LinkButton>
    );
  }
  return <Start device={device.data.value} demo={demo} catalog={catalog} />;
}

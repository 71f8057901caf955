import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done, useConsent } from '../../../components/act/index.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import type { Catalog, Device, HeldLot } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { DeviceCard, findModel, modelIdOf } from '../../devices/index.ts';
import { OutcomeView } from '../../history/index.ts';
import { DownloadButton } from '../../licenses/index.ts';
import { LotQuantities } from '../LotQuantities.tsx';
import { useFitting } from '../use-fitting.ts';
import { useLotChoice } from '../use-lot-choice.ts';

interface Props {
  readonly device: Device;
  readonly reserved: readonly HeldLot[];
  readonly catalog: Catalog;
}

function ActivateOn({ device, reserved, catalog }: Props) {
  const { t } = useTranslation('channel');
  const { lots } = useSearch({ from: '/shell/devices/$deviceId/activate' });
  const fitting = useFitting(device);
  const { choices, lines, setQuantity } = useLotChoice(reserved, lots, fitting.wholeOrders);
  const consent = useConsent(catalog, findModel(catalog, modelIdOf(device))?.agreement ?? null);
  const input = lines ? { deviceId: device.id, lines, ...consent.accepted } : null;
  const back = { to: '/devices/$deviceId', params: { deviceId: device.id }, search: { tab: 'licences' } } as const;
  return (
    <ActPage
      title={t('activate.title')}
      above={<TextLink {...back}>{device.name}</TextLink>}
      operation="activate-licenses"
      permission="licenses.activate"
      input={input}
      missing={reserved.length === 0 ? t('activate.nothing') : t('activate.missing')}
      choose={
        <>
          <DeviceCard device={device} />
          <Section
            title={t('activate.lines')}
            hint={fitting.wholeOrders ? t('attach.wholeOrders', { product: fitting.label }) : t('activate.linesHint')}
          >
            <LotQuantities label={t('activate.lines')} choices={choices} onChange={setQuantity} />
          </Section>
        </>
      }
      digestOf={(outcome) => outcome.digest}
      review={(outcome) => <OutcomeView outcome={outcome} irreversible={t('activate.irreversible', { name: device.name })} />}
      {...consent.asked}
      commitLabel={t('activate.commit')}
      done={(outcome) => (
        <Done
          title={t('activate.done', { name: device.name })}
          next={
            <>
              {outcome.file?.documentId ? <DownloadButton deviceId={device.id} documentId={outcome.file.documentId} /> : null}
              <LinkButton {...back} variant="default">
                {t('attach.show', { name: device.name })}
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

/** Commits reserved units to the device for good and makes its licence file. */
export default function Activate() {
  const { deviceId } = useParams({ from: '/shell/devices/$deviceId/activate' });
  const device = useOperation('get-device', { deviceId });
  const licenses = useOperation('list-device-licenses', { deviceId });
  const { catalog, error: catalogError } = useCatalog({ fresh: true });
  const error = device.error ?? licenses.error ?? catalogError;
  // What was reserved stands still during the act: after it nothing is reserved any more, and the last step is yet to be shown.
  const [first, setFirst] = useState<readonly HeldLot[] | null>(null);
  if (first === null && licenses.data && !licenses.isFetching) setFirst(licenses.data.value.reserved);
  if (error) return <ErrorState page problem={error.problem} onRetry={() => void Promise.all([device.refetch(), licenses.refetch()])} />;
  if (!device.data || !catalog || first === null) return <ObjectSkeleton />;
  return <ActivateOn device={device.data.value} reserved={first} catalog={catalog} />;
}

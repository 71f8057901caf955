import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import type { Catalog, Device, HeldLot } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { DeviceCard } from '../../devices/index.ts';
import { OutcomeView } from '../../history/index.ts';
import { DownloadButton } from '../../licenses/index.ts';
import { Agreement } from '../Agreement.tsx';
import { LotQuantities } from '../LotQuantities.tsx';
import { useLotChoice } from '../use-lot-choice.ts';

interface Props {
  readonly device: Device;
  readonly reserved: readonly HeldLot[];
  readonly agreement: Catalog['agreements'][number] | null;
}

function ActivateOn({ device, reserved, agreement }: Props) {
  const { t } = useTranslation('channel');
  const { lots } = useSearch({ from: '/shell/devices/$deviceId/activate' });
  const { choices, lines, setQuantity } = useLotChoice(reserved, lots);
  const [accepted, setAccepted] = useState(false);
  const input = lines
    ? {
        deviceId: device.id,
        lines,
        // The preview shows what happens once the agreement is accepted; the act itself is only sent when it is.
        ...(agreement ? { agreement: { id: agreement.id, version: agreement.version, language: agreement.language, accepted: true } } : {}),
      }
    : null;
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
          <Section title={t('activate.lines')} hint={t('activate.linesHint')}>
            <LotQuantities label={t('activate.lines')} choices={choices} onChange={setQuantity} />
          </Section>
        </>
      }
      digestOf={(outcome) => outcome.digest}
      review={(outcome) => <OutcomeView outcome={outcome} irreversible={t('activate.irreversible', { name: device.name })} />}
      {...(agreement
        ? {
            consent: {
              content: <Agreement agreement={agreement} accepted={accepted} onAccept={setAccepted} />,
              given: accepted,
              missing: t('activate.agreeFirst'),
            },
          }
        : {})}
      commitLabel={t('activate.commit')}
      done={(outcome) => (
        <Done
          title={t('activate.done', { name: device.name })}
          next={
            <>
              <DownloadButton deviceId={device.id} {...(outcome.file?.documentId ? { documentId: outcome.file.documentId } : {})} />
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
  const product = catalog.products.find((one) => one.id === device.data.value.product);
  const agreement = catalog.agreements.find((one) => one.id === product?.agreement) ?? null;
  return <ActivateOn device={device.data.value} reserved={first} agreement={agreement} />;
}

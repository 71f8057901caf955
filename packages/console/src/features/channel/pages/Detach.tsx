import { useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import type { Device, HeldLot } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { DeviceCard } from '../../devices/index.ts';
import { OutcomeView } from '../../history/index.ts';
import { LotQuantities } from '../LotQuantities.tsx';
import { UndoButton } from '../UndoButton.tsx';
import { useFitting } from '../use-fitting.ts';
import { useLotChoice } from '../use-lot-choice.ts';

function DetachFrom({ device, reserved }: { device: Device; reserved: readonly HeldLot[] }) {
  const { t } = useTranslation('channel');
  const { lots } = useSearch({ from: '/shell/devices/$deviceId/detach' });
  const fitting = useFitting(device);
  const { choices, lines, setQuantity } = useLotChoice(
    reserved.filter((lot) => lot.canDetach),
    lots,
    fitting.wholeOrders,
  );
  const input = lines ? { deviceId: device.id, lines } : null;
  const back = { to: '/devices/$deviceId', params: { deviceId: device.id }, search: { tab: 'licences' } } as const;
  return (
    <ActPage
      title={t('detach.title')}
      above={<TextLink {...back}>{device.name}</TextLink>}
      operation="detach-licenses"
      permission="licenses.attach"
      input={input}
      missing={t('detach.missing')}
      choose={
        <>
          <DeviceCard device={device} />
          <Section
            title={t('detach.lines')}
            hint={fitting.wholeOrders ? t('attach.wholeOrders', { product: fitting.label }) : t('detach.linesHint')}
          >
            <LotQuantities label={t('detach.lines')} choices={choices} onChange={setQuantity} />
          </Section>
        </>
      }
      digestOf={(outcome) => outcome.digest}
      review={(outcome) => <OutcomeView outcome={outcome} />}
      commitLabel={t('detach.commit')}
      done={(outcome) => (
        <Done
          title={t('detach.done', { name: device.name })}
          next={
            <>
              <LinkButton {...back}>{t('attach.show', { name: device.name })}</LinkButton>
              <LinkButton to="/bin" variant="default">
                {t('detach.toBin')}
              </LinkButton>
              <UndoButton outcome={outcome} />
            </>
          }
        >
          <OutcomeView outcome={outcome} />
        </Done>
      )}
    />
  );
}

/** Gives reserved units back to the bin and order they came from: all of them, or a part. */
export default function Detach() {
  const { deviceId } = useParams({ from: '/shell/devices/$deviceId/detach' });
  const device = useOperation('get-device', { deviceId });
  const licenses = useOperation('list-device-licenses', { deviceId });
  const error = device.error ?? licenses.error;
  if (error) return <ErrorState page problem={error.problem} onRetry={() => void Promise.all([device.refetch(), licenses.refetch()])} />;
  if (!device.data || !licenses.data) return <ObjectSkeleton />;
  return <DetachFrom device={device.data.value} reserved={licenses.data.value.reserved} />;
}

import { IconKey, IconSitemap } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { ActPage, Done, useConsent } from '../../../components/act/index.ts';
import { BigKey } from '../../../components/BigKey.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { formatList } from '../../../lib/format.ts';
import type { Catalog, Device, Outcome } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { DeviceCard, findModel, KeyField, type Model, modelIdOf, partNames } from '../../devices/index.ts';
import { OutcomeView } from '../../history/index.ts';
import { DownloadButton } from '../../licenses/index.ts';

type Derived = NonNullable<Model['derivedKey']>;

/** What appears below the device by itself, together with its key (B7). */
function Appearing({ device, model, isDone = false }: { device: Device; model: Model; isDone?: boolean }) {
  const { t, i18n } = useTranslation('channel');
  const labels = model.children.filter(({ creation }) => creation === 'automatic').map(({ label }) => label);
  if (labels.length === 0) return null;
  const words = { name: device.name, children: formatList(labels, i18n.language) };
  return (
    <Note icon={IconSitemap} color="blue">
      {isDone ? t('makeKey.appeared', words) : t('makeKey.appears', words)}
    </Note>
  );
}

interface FinishedProps {
  readonly device: Device;
  readonly model: Model;
  readonly derived: Derived;
  readonly input: string;
  readonly outcome: Outcome;
}

function Finished({ device, model, derived, input, outcome }: FinishedProps) {
  const { t } = useTranslation(['channel', 'devices']);
  const key = outcome.device?.hardwareKey ?? '';
  return (
    <Done
      title={t('channel:makeKey.done', { name: device.name })}
      next={
        <>
          <ActButton permission="licenses.attach" variant="default" link={{ to: '/attach', search: { device: device.id } }}>
            {t('channel:makeKey.attachRest')}
          </ActButton>
          <LinkButton to="/devices/$deviceId" params={{ deviceId: device.id }} variant="default">
            {t('channel:attach.show', { name: device.name })}
          </LinkButton>
        </>
      }
    >
      <BigKey label={t('devices:fields.hardwareKey')} text={key}>
        {t('channel:makeKey.madeFrom', { input: derived.label, value: input })}
      </BigKey>
      <Appearing device={device} model={model} isDone />
      <OutcomeView
        outcome={outcome}
        fileAct={outcome.file?.documentId ? <DownloadButton deviceId={device.id} documentId={outcome.file.documentId} /> : null}
      />
    </Done>
  );
}

function MakeKeyOf({ device, model, derived, catalog }: { device: Device; model: Model; derived: Derived; catalog: Catalog }) {
  const { t } = useTranslation('channel');
  const [text, setText] = useState('');
  const consent = useConsent(catalog, model.agreement);
  const keyInput = text.trim();
  return (
    <ActPage
      title={t('makeKey.title')}
      above={
        <TextLink to="/devices/$deviceId" params={{ deviceId: device.id }}>
          {device.name}
        </TextLink>
      }
      operation="make-hardware-key"
      permission="licenses.activate"
      input={keyInput ? { deviceId: device.id, keyInput, ...consent.accepted } : null}
      missing={t('makeKey.missing')}
      chooseLabel={t('makeKey.enter')}
      choose={
        <>
          <DeviceCard device={device} />
          <Section title={t('makeKey.input')}>
            <div style={{ maxWidth: 560 }}>
              <KeyField
                model={modelIdOf(device)}
                want={{ role: 'input', label: derived.label, formats: derived.keyFormats, required: true, orInput: null }}
                value={text}
                hint={t('makeKey.inputHint')}
                onChange={setText}
              />
            </div>
          </Section>
        </>
      }
      digestOf={(outcome) => outcome.digest}
      review={(outcome) => (
        <>
          <Appearing device={device} model={model} />
          <OutcomeView outcome={outcome} irreversible={t('makeKey.irreversible', { key: device.hardwareKey, name: device.name })} />
        </>
      )}
      {...consent.asked}
      commitLabel={t('makeKey.commit')}
      done={(outcome) => <Finished device={device} model={model} derived={derived} input={keyInput} outcome={outcome} />}
    />
  );
}

/** Why no key can be made here, and what to do instead. */
function NotNow({ device, title, reason, part }: { device: Device; title: string; reason: string; part: string | null }) {
  const { t } = useTranslation(['channel', 'devices']);
  return (
    <EmptyState
      page
      icon={IconKey}
      title={title}
      reason={reason}
      action={
        <>
          {part === null ? null : (
            <ActButton permission="licenses.attach" link={{ to: '/attach', search: { device: device.id } }}>
              {t('devices:provisional.attachPart', { part })}
            </ActButton>
          )}
          <LinkButton to="/devices/$deviceId" params={{ deviceId: device.id }} variant={part === null ? 'filled' : 'default'}>
            {t('channel:attach.show', { name: device.name })}
          </LinkButton>
        </>
      }
    />
  );
}

/** Makes the real key of a device with a provisional one, and activates the part that enables it (B5, B6). */
export default function MakeKey() {
  const { t } = useTranslation('channel');
  const { deviceId } = useParams({ from: '/shell/devices/$deviceId/make-key' });
  const query = useOperation('get-device', { deviceId });
  const licenses = useOperation('list-device-licenses', { deviceId });
  const { catalog, error: catalogError } = useCatalog({ fresh: true });
  const error = query.error ?? licenses.error ?? catalogError;
  // The device stands still during the act: after it its key is another one, and the last step is yet to be shown.
  const [device, setDevice] = useState<Device | null>(null);
  const [reserved, setReserved] = useState<readonly string[]>([]);
  if (device === null && query.data && licenses.data && !query.isFetching && !licenses.isFetching) {
    setDevice(query.data.value);
    setReserved(licenses.data.value.reserved.map(({ part }) => part));
  }
  if (error) return <ErrorState page problem={error.problem} onRetry={() => void Promise.all([query.refetch(), licenses.refetch()])} />;
  if (device === null || !catalog) return <ObjectSkeleton />;
  const model = findModel(catalog, modelIdOf(device));
  const derived = model?.derivedKey ?? null;
  if (!device.provisional || model === null || derived === null) {
    return <NotNow device={device} title={t('makeKey.needless', { name: device.name })} reason={t('makeKey.needlessReason')} part={null} />;
  }
  if (derived.trigger !== null && !reserved.includes(derived.trigger)) {
    const part = partNames(catalog, [derived.trigger])[0]!;
    return (
      <NotNow
        device={device}
        title={t('makeKey.first', { part })}
        reason={t('makeKey.firstReason', { part, name: device.name })}
        part={part}
      />
    );
  }
  return <MakeKeyOf device={device} model={model} derived={derived} catalog={catalog} />;
}

import { ActionIcon, Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconKey, IconPlus, IconSitemap, IconX } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { ActPage, Done } from '../../../components/act/index.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { Section } from '../../../components/Section.tsx';
import { useMe } from '../../../lib/session.tsx';
import type { Device, Outcome } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { DeviceForm, DevicePicker, usePlace } from '../../devices/index.ts';
import { OutcomeView } from '../../history/index.ts';
import { FromBin } from '../FromBin.tsx';
import { type LotChoice, LotQuantities, linesOf } from '../LotQuantities.tsx';
import { useSelection } from '../selection.ts';
import { UndoButton } from '../UndoButton.tsx';
import { type Fitting, useFitting } from '../use-fitting.ts';
import { WholeOrders } from '../WholeOrders.tsx';

/** Which device: found by part of name or key, or added right here. */
function DeviceChoice({ device }: { device: Device | null }) {
  const { t } = useTranslation(['channel', 'devices', 'common']);
  const { deviceId, setDevice } = useSelection();
  const [opened, { open, close }] = useDisclosure();
  return (
    <Section title={t('channel:attach.device')}>
      <DevicePicker value={device} onChange={setDevice} />
      {device?.parent?.licensed ? <WithParent parent={device.parent} onChoose={setDevice} /> : null}
      {deviceId ? null : (
        <ActButton
          permission="devices.write"
          variant="subtle"
          size="compact-sm"
          mt={4}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={open}
        >
          {t('devices:newDevice.title')}
        </ActButton>
      )}
      <Modal
        opened={opened}
        onClose={close}
        size="lg"
        title={t('devices:newDevice.title')}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <NewHere
          onCreated={(device) => {
            setDevice(device.id);
            close();
          }}
        />
      </Modal>
    </Section>
  );
}

/** A new one, of whichever customer. */
function NewHere({ onCreated }: { onCreated: (device: Device) => void }) {
  return <DeviceForm place={usePlace({})} onCreated={onCreated} />;
}

/** A device whose licences go to the one above: that one by one press. */
function WithParent({ parent, onChoose }: { parent: NonNullable<Device['parent']>; onChoose: (deviceId: string) => void }) {
  const { t } = useTranslation(['channel', 'devices']);
  return (
    <div style={{ marginTop: 12 }}>
      <Note icon={IconSitemap} color="blue" title={t('devices:withParent.title', { parent: parent.name })}>
        <p>{t('devices:withParent.text')}</p>
        <Button size="sm" variant="default" mt="sm" onClick={() => onChoose(parent.id)}>
          {t('channel:attach.useParent', { parent: parent.name })}
        </Button>
      </Note>
    </div>
  );
}

/** What alone can be attached while the key is temporary, said before anything is chosen. */
function BeforeKey({ names }: { names: string }) {
  const { t } = useTranslation('channel');
  return (
    <Note icon={IconKey} color="amber">
      {names ? t('attach.onlyBeforeKey', { parts: names }) : t('attach.nothingBeforeKey')}
    </Note>
  );
}

/** Which units: what was taken up in the bin, from however many orders. */
function LineChoice({ choices, fitting }: { choices: readonly LotChoice[]; fitting: Fitting }) {
  const { t } = useTranslation('channel');
  const me = useMe();
  const selection = useSelection();
  // Where orders go as a whole, a line takes the others of its order with it.
  const drop = ({ lotId, order }: LotChoice) =>
    selection.put(
      selection.lines
        .filter((line) => line.lotId === lotId || (fitting.wholeOrders && line.salesOrder === order))
        .map((line) => ({ ...line, quantity: 0 })),
    );
  const toBin = (
    <LinkButton to="/bin" variant="default" leftSection={<IconArchive size={16} aria-hidden />}>
      {selection.lines.length === 0 ? t('attach.toBin') : t('attach.moreFromBin')}
    </LinkButton>
  );
  const early = fitting.beforeKey;
  // Until something that can be attached is chosen, it is offered here: nobody has to look for it in the bin.
  const offered = early && early.parts.length > 0 && choices.every(({ refused }) => refused !== undefined) ? early : null;
  return (
    <Section
      title={t('attach.lines')}
      hint={fitting.wholeOrders || choices.length === 0 ? null : t('attach.linesHint')}
      actions={selection.lines.length > 0 ? toBin : null}
    >
      {fitting.wholeOrders ? <WholeOrders product={fitting.label} /> : null}
      {early ? <BeforeKey names={early.names} /> : null}
      {offered ? <FromBin parts={offered.parts} names={offered.names} toBin={choices.length === 0 ? toBin : null} /> : null}
      {choices.length === 0 && offered ? null : choices.length === 0 ? (
        <EmptyState
          compact
          icon={IconArchive}
          title={t('attach.nothing')}
          reason={t('attach.nothingReason', { organization: me.current.organization.name })}
          action={toBin}
        />
      ) : (
        <LotQuantities
          label={t('attach.lines')}
          choices={choices}
          onChange={(lotId, quantity) => selection.setQuantity(lotId, Number(quantity) || 0)}
          rowEnd={(row) => (
            <ActionIcon aria-label={t('attach.drop', { part: row.part })} onClick={() => drop(row)}>
              <IconX size={16} aria-hidden />
            </ActionIcon>
          )}
        />
      )}
    </Section>
  );
}

function Finished({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('channel');
  const device = outcome.device;
  const query = useOperation('get-device', device ? { deviceId: device.id } : null);
  if (!device) return null;
  const isProvisional = query.data?.value.provisional ?? false;
  const params = { deviceId: device.id };
  return (
    <Done
      title={t('attach.done', { name: device.name })}
      next={
        <>
          {isProvisional ? (
            <ActButton permission="licenses.activate" link={{ to: '/devices/$deviceId/make-key', params }}>
              {t('makeKey.now')}
            </ActButton>
          ) : (
            <ActButton permission="licenses.activate" link={{ to: '/devices/$deviceId/activate', params, search: { step: 'review' } }}>
              {t('attach.activateNow')}
            </ActButton>
          )}
          <LinkButton to="/devices/$deviceId" params={params} search={{ tab: 'licences' }} variant="default">
            {t('attach.show', { name: device.name })}
          </LinkButton>
          <UndoButton outcome={outcome} />
        </>
      }
    >
      <OutcomeView outcome={outcome} />
    </Done>
  );
}

/** Reserves units from the bin for a device: choose, review, done. */
export default function Attach() {
  const { t } = useTranslation('channel');
  const { device } = useSearch({ from: '/shell/attach' });
  const navigate = useNavigate();
  const selection = useSelection();
  const { setDevice } = selection;
  useEffect(() => {
    if (!device) return;
    setDevice(device);
    void navigate({ to: '/attach', search: ({ device: _, ...rest }) => rest, replace: true });
  }, [device, navigate, setDevice]);
  const deviceId = selection.deviceId;
  const query = useOperation('get-device', deviceId ? { deviceId } : null, { keepPrevious: true });
  const chosen = deviceId && query.data?.value.id === deviceId ? query.data.value : null;
  const fitting = useFitting(chosen);
  const choices = selection.lines.map((line) => ({
    ...line,
    order: line.salesOrder,
    refused: fitting.refuses(line.part),
    whole: fitting.wholeOrders,
  }));
  const lines = linesOf(choices);
  const elsewhere = chosen?.parent?.licensed ? chosen.parent.name : null;
  const input = deviceId && lines && elsewhere === null ? { deviceId, lines } : null;
  const missing =
    elsewhere !== null
      ? t('attach.missingParent', { parent: elsewhere })
      : lines === null
        ? t('attach.missingLines')
        : t('attach.missingDevice');
  return (
    <ActPage
      title={t('attach.title')}
      above={<TextLink to="/bin">{t('bin.title')}</TextLink>}
      operation="attach-licenses"
      permission="licenses.attach"
      input={input}
      missing={missing}
      choose={
        <>
          <DeviceChoice device={chosen} />
          <LineChoice choices={choices} fitting={fitting} />
        </>
      }
      digestOf={(outcome) => outcome.digest}
      review={(outcome) => <OutcomeView outcome={outcome} />}
      commitLabel={t('attach.commit')}
      onDone={selection.clear}
      done={(outcome) => <Finished outcome={outcome} />}
    />
  );
}

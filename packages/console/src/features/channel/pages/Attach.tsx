import { ActionIcon, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconPlus, IconX } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { ActPage, Done } from '../../../components/act/index.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Section } from '../../../components/Section.tsx';
import { useMe } from '../../../lib/session.tsx';
import type { Outcome } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { DeviceForm, DevicePicker } from '../../devices/index.ts';
import { OutcomeView } from '../../history/index.ts';
import { LotQuantities, linesOf } from '../LotQuantities.tsx';
import { useSelection } from '../selection.ts';
import { UndoButton } from '../UndoButton.tsx';

/** Which device: found by part of name or key, or added right here. */
function DeviceChoice() {
  const { t } = useTranslation(['channel', 'devices', 'common']);
  const { deviceId, setDevice } = useSelection();
  const [opened, { open, close }] = useDisclosure();
  const query = useOperation('get-device', deviceId ? { deviceId } : null, { keepPrevious: true });
  return (
    <Section title={t('channel:attach.device')}>
      <DevicePicker value={deviceId && query.data?.value.id === deviceId ? query.data.value : null} onChange={setDevice} />
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
        <DeviceForm
          onCreated={(device) => {
            setDevice(device.id);
            close();
          }}
        />
      </Modal>
    </Section>
  );
}

/** Which units: what was taken up in the bin, from however many orders. */
function LineChoice() {
  const { t } = useTranslation('channel');
  const me = useMe();
  const selection = useSelection();
  const choices = selection.lines.map((line) => ({ ...line, order: line.salesOrder }));
  const toBin = (
    <LinkButton to="/bin" variant="default" leftSection={<IconArchive size={16} aria-hidden />}>
      {selection.lines.length === 0 ? t('attach.toBin') : t('attach.moreFromBin')}
    </LinkButton>
  );
  return (
    <Section title={t('attach.lines')} hint={t('attach.linesHint')} actions={selection.lines.length > 0 ? toBin : null}>
      {choices.length === 0 ? (
        <EmptyState
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
            <ActionIcon aria-label={t('attach.drop', { part: row.part })} onClick={() => selection.drop(row.lotId)}>
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
  if (!device) return null;
  const params = { deviceId: device.id };
  return (
    <Done
      title={t('attach.done', { name: device.name })}
      next={
        <>
          <ActButton permission="licenses.activate" link={{ to: '/devices/$deviceId/activate', params, search: { step: 'review' } }}>
            {t('attach.activateNow')}
          </ActButton>
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
  const lines = linesOf(selection.lines.map((line) => ({ ...line, order: line.salesOrder })));
  const deviceId = selection.deviceId;
  const input = deviceId && lines ? { deviceId, lines } : null;
  return (
    <ActPage
      title={t('attach.title')}
      above={<TextLink to="/bin">{t('bin.title')}</TextLink>}
      operation="attach-licenses"
      permission="licenses.attach"
      input={input}
      missing={lines === null ? t('attach.missingLines') : t('attach.missingDevice')}
      choose={
        <>
          <DeviceChoice />
          <LineChoice />
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

import { Checkbox } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Copyable, Key } from '../../components/Copyable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Note } from '../../components/Note.tsx';
import { Section } from '../../components/Section.tsx';
import { When } from '../../components/When.tsx';
import type { ValueOf } from '../../lib/types.ts';
import { LicenceTable } from './LicenceTable.tsx';
import { MachineChanges } from './MachineChanges.tsx';
import { WaitingMore } from './WaitingMore.tsx';

export type Checked = ValueOf<'check-license-request'>;

/** Whose request it is. */
function Whose({ checked }: { checked: Checked }) {
  const { t } = useTranslation('controllers');
  return (
    <Facts
      inline
      facts={[
        { label: t('fields.device'), value: checked.name },
        { label: t('fields.hardwareKey'), value: <Key text={checked.hardwareKey} /> },
        { label: t('fields.product'), value: checked.productLabel },
        { label: t('fields.project'), value: `${checked.customer.name} / ${checked.project.name}` },
        { label: t('fields.made'), value: <When at={checked.madeAt} time /> },
        { label: t('fields.thumbprint'), value: <Copyable text={checked.thumbprint} what={t('fields.thumbprint')} shorten /> },
      ]}
    />
  );
}

/** Whether the key of the request is the device's; where it is not, somebody must say that it is the device. */
function Enrol({ checked, enrol, onEnrol }: { checked: Checked; enrol: boolean; onEnrol: (enrol: boolean) => void }) {
  const { t } = useTranslation('controllers');
  const { key } = checked;
  if (key === 'current') return null;
  return (
    <Note title={t(`key.${key}`)} icon={IconAlertTriangle} color="amber">
      <Checkbox
        label={t(key === 'other-key' ? 'activate.enrolReset' : 'activate.enrol')}
        checked={enrol}
        onChange={(event) => onEnrol(event.currentTarget.checked)}
      />
    </Note>
  );
}

interface Choice {
  readonly checked: Checked;
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (to: ReadonlySet<string>) => void;
}

/** What is activated: chosen here, or said by a licence key in the request. */
function Licences({ checked, chosen, onChange }: Choice) {
  const { t } = useTranslation('controllers');
  if (checked.licenseKey !== null)
    return <Note title={t('activate.byKey')}>{t('activate.byKeyText', { ending: checked.licenseKey })}</Note>;
  return (
    <Section title={t('waiting.title')} hint={t('waiting.hint')}>
      {checked.waiting.length > 0 ? (
        <>
          <LicenceTable label={t('waiting.title')} rows={checked.waiting} choice={{ chosen, onChange }} />
          <WaitingMore shown={checked.waiting.length} total={checked.waitingTotal} />
        </>
      ) : (
        <EmptyState compact title={t('waiting.empty')} reason={t('waiting.emptyReason')} />
      )}
    </Section>
  );
}

/** A request file: whose it is, what is different about the machine, and what is chosen for it. */
export function Request({ enrol, onEnrol, ...choice }: Choice & { enrol: boolean; onEnrol: (enrol: boolean) => void }) {
  const { checked } = choice;
  return (
    <>
      <Whose checked={checked} />
      <MachineChanges machine={checked.machine} repair={checked.repair} />
      {checked.purpose === 'licenses' ? (
        <>
          <Enrol checked={checked} enrol={enrol} onEnrol={onEnrol} />
          <Licences {...choice} />
        </>
      ) : null}
    </>
  );
}

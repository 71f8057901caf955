import { Textarea, TextInput } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Form } from '../../../components/Form.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { fieldErrors } from '../../../lib/field-errors.ts';
import type { Device } from '../../../lib/types.ts';
import { useAct, useOperation } from '../../../lib/use-operation.ts';
import { HardwareKeyField } from '../HardwareKeyField.tsx';

function EditForm({ device, etag: latest }: { device: Device; etag: string | null }) {
  const { t } = useTranslation(['devices', 'common']);
  const navigate = useNavigate();
  // The version that is being edited, not a newer one read meanwhile: whoever changed it first is not overwritten.
  const [etag] = useState(latest);
  const [name, setName] = useState(device.name);
  const [key, setKey] = useState(device.hardwareKey);
  const [referenceNote, setNote] = useState(device.referenceNote);
  const [checked, setChecked] = useState(false);
  const act = useAct('update-device');
  const errors = fieldErrors(act.error?.problem);
  const toDevice = { to: '/devices/$deviceId', params: { deviceId: device.id } } as const;
  const missing = (value: string) => (checked && !value.trim() ? t('common:required') : undefined);
  const send = () => {
    setChecked(true);
    if (!name.trim() || !key.trim()) return;
    const input = { deviceId: device.id, name: name.trim(), referenceNote, ...(key === device.hardwareKey ? {} : { hardwareKey: key }) };
    const done = () => {
      notify(t('devices:saved'));
      void navigate(toDevice);
    };
    act.mutate({ input, etag }, { onSuccess: done });
  };
  return (
    <Form
      label={t('devices:editDevice.title', { name: device.name })}
      submit={t('common:save')}
      busy={act.isPending}
      problem={act.error?.problem}
      cancel={toDevice}
      onSubmit={send}
    >
      <TextInput label={t('devices:fields.product')} value={device.productLabel} readOnly variant="filled" />
      <TextInput
        label={t('devices:fields.name')}
        required
        withAsterisk={false}
        value={name}
        error={errors['name'] ?? missing(name)}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {device.activeUnits > 0 ? (
        <TextInput
          label={t('devices:fields.hardwareKey')}
          description={t('devices:editDevice.keyFixed')}
          value={device.hardwareKey}
          readOnly
          variant="filled"
        />
      ) : (
        <HardwareKeyField product={device.product} value={key} error={errors['hardwareKey'] ?? missing(key)} onChange={setKey} />
      )}
      <Textarea
        label={t('devices:fields.referenceNote')}
        value={referenceNote}
        error={errors['referenceNote']}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Form>
  );
}

/** Changes a device's name or note; its hardware key while nothing was ever activated on it. */
export default function EditDevice() {
  const { t } = useTranslation('devices');
  const { deviceId } = useParams({ from: '/shell/devices/$deviceId/edit' });
  const query = useOperation('get-device', { deviceId });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const device = query.data.value;
  return (
    <Guarded by="devices.write">
      <PageHeader
        title={t('editDevice.title', { name: device.name })}
        above={
          <TextLink to="/devices/$deviceId" params={{ deviceId }}>
            {device.name}
          </TextLink>
        }
      />
      <EditForm device={device} etag={query.data.etag} />
    </Guarded>
  );
}

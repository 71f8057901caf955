import { Textarea, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Form } from '../../../components/Form.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { modelName } from '../../../lib/model-name.ts';
import type { Device } from '../../../lib/types.ts';
import { useAct, useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { type Editable, editableKeys } from '../keys/editable.ts';
import { KeyField } from '../keys/KeyField.tsx';
import { KeyFields } from '../keys/KeyFields.tsx';
import { type EnteredKeys, enteredKeys, isComplete, keyError } from '../keys/wants.ts';
import { findModel, type Model, modelIdOf } from '../model.ts';

/** A key that stays as it is, and why. */
function Fixed({ label, value, reason }: { label: string; value: string; reason: string }) {
  return <TextInput label={label} description={reason} value={value} readOnly variant="filled" />;
}

/** What cannot be changed any more. */
function FixedKeys({ device, editable, model }: { device: Device; editable: Editable; model: Model | null }) {
  const { t } = useTranslation('devices');
  const { wants, input } = editable;
  const why =
    device.keyOrigin === 'derived' && device.keyInput
      ? t('editDevice.keyMade', { input: device.keyInput.label })
      : device.keyOrigin === 'temporary'
        ? t('editDevice.keyMadeByUs')
        : t('editDevice.keyFixed');
  return (
    <>
      {wants.primary ? null : <Fixed label={model?.keyLabel ?? t('fields.hardwareKey')} value={device.hardwareKey} reason={why} />}
      {device.keyInput && !input ? (
        <Fixed label={device.keyInput.label} value={device.keyInput.value} reason={t('editDevice.inputFixed')} />
      ) : null}
      {device.secondaryKey && !wants.secondary ? (
        <Fixed
          label={model?.secondaryKey?.label ?? t('fields.secondaryKey')}
          value={device.secondaryKey}
          reason={t('editDevice.keyFixed')}
        />
      ) : null}
    </>
  );
}

type Texts = Editable['texts'];

/** The fields that were changed, as the server is told. */
function changes(editable: Editable, texts: Texts): EnteredKeys {
  const before = enteredKeys(editable.wants, editable.texts);
  const now = enteredKeys(editable.wants, texts);
  const changed = Object.fromEntries(Object.entries(now).filter(([name, text]) => before[name as keyof EnteredKeys] !== text));
  return editable.input && texts.input !== editable.texts.input ? { ...changed, keyInput: texts.input } : changed;
}

/** What is being changed, and what the server said of it. */
function useEdit(device: Device, model: Model | null, latest: string | null) {
  const { t } = useTranslation(['devices', 'common']);
  const navigate = useNavigate();
  // The version that is being edited, not a newer one read meanwhile: whoever changed it first is not overwritten.
  const [etag] = useState(latest);
  const [editable] = useState(() => editableKeys(device, model));
  const [name, setName] = useState(device.name);
  const [texts, setTexts] = useState(editable.texts);
  const [referenceNote, setNote] = useState(device.referenceNote);
  const [checked, setChecked] = useState(false);
  const act = useAct('update-device');
  const problem = act.error?.problem;
  const send = () => {
    setChecked(true);
    if (!name.trim() || !isComplete(editable.wants, texts) || (editable.input && !texts.input.trim())) return;
    const done = () => {
      notify(t('devices:saved'));
      void navigate({ to: '/devices/$deviceId', params: { deviceId: device.id } });
    };
    const input = { deviceId: device.id, name: name.trim(), referenceNote, ...changes(editable, texts) };
    act.mutate({ input, etag }, { onSuccess: done });
  };
  return {
    ...{ editable, name, setName, texts, referenceNote, setNote, checked, problem, send },
    setTexts: (next: Partial<Texts>) => {
      setTexts({ ...texts, ...next });
      if (problem) act.reset();
    },
    busy: act.isPending,
    errors: fieldErrors(problem),
    missing: (value: string) => (checked && !value.trim() ? t('common:required') : undefined),
  };
}

/** The keys: those that stay, those that can be corrected, and what a key was made from. */
function Keys({ device, model, edit }: { device: Device; model: Model | null; edit: ReturnType<typeof useEdit> }) {
  const { t } = useTranslation('devices');
  const { editable, texts, problem, setTexts } = edit;
  return (
    <>
      {device.keyOrigin === 'temporary' && editable.wants.primary ? (
        <Note icon={IconKey}>{t('editDevice.temporary', { key: device.hardwareKey })}</Note>
      ) : null}
      <FixedKeys device={device} editable={editable} model={model} />
      <KeyFields
        model={modelIdOf(device)}
        wants={editable.wants}
        texts={texts}
        problem={problem}
        checked={edit.checked}
        onChange={setTexts}
      />
      {editable.input ? (
        <KeyField
          model={modelIdOf(device)}
          want={editable.input}
          value={texts.input}
          error={keyError(problem, 'input') ?? edit.missing(texts.input)}
          hint={t('editDevice.inputEditable')}
          onChange={(input) => setTexts({ input })}
        />
      ) : null}
    </>
  );
}

function EditForm({ device, model, etag }: { device: Device; model: Model | null; etag: string | null }) {
  const { t } = useTranslation(['devices', 'common']);
  const edit = useEdit(device, model, etag);
  const { errors, missing } = edit;
  return (
    <Form
      label={t('devices:editDevice.title', { name: device.name })}
      submit={t('common:save')}
      busy={edit.busy}
      problem={edit.problem}
      cancel={{ to: '/devices/$deviceId', params: { deviceId: device.id } }}
      onSubmit={edit.send}
    >
      <TextInput label={t('devices:fields.product')} value={modelName(device)} readOnly variant="filled" />
      <TextInput
        label={t('devices:fields.name')}
        required
        withAsterisk={false}
        value={edit.name}
        error={errors['name'] ?? missing(edit.name)}
        onChange={(event) => edit.setName(event.currentTarget.value)}
      />
      <Keys device={device} model={model} edit={edit} />
      <Textarea
        label={t('devices:fields.referenceNote')}
        value={edit.referenceNote}
        error={errors['referenceNote']}
        onChange={(event) => edit.setNote(event.currentTarget.value)}
      />
    </Form>
  );
}

/** Changes a device's name, note and keys: those that can still be corrected, and what a key was made from. */
export default function EditDevice() {
  const { t } = useTranslation('devices');
  const { deviceId } = useParams({ from: '/shell/devices/$deviceId/edit' });
  const query = useOperation('get-device', { deviceId });
  const { catalog, error: catalogError } = useCatalog();
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (catalogError) return <ErrorState page problem={catalogError.problem} />;
  if (!query.data || !catalog) return <ObjectSkeleton />;
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
      <EditForm device={device} model={findModel(catalog, modelIdOf(device))} etag={query.data.etag} />
    </Guarded>
  );
}

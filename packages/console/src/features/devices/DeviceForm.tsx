import { Textarea, TextInput } from '@mantine/core';
import type { LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../components/ErrorState.tsx';
import { Form } from '../../components/Form.tsx';
import { fieldErrors } from '../../lib/field-errors.ts';
import type { Device } from '../../lib/types.ts';
import { useAct } from '../../lib/use-operation.ts';
import { useCatalog } from '../catalog/index.ts';
import { CustomerChoice } from './CustomerChoice.tsx';
import { Follows } from './Follows.tsx';
import classes from './forms.module.css';
import { KeyFields } from './keys/KeyFields.tsx';
import { anyKey, enteredKeys, isComplete, noKeys, wantsOf } from './keys/wants.ts';
import { ModelChoice } from './ModelChoice.tsx';
import { findModel, type ModelId } from './model.ts';

interface Props {
  /** The customer, when the form was opened from its page. */
  readonly customerId?: string | undefined;
  readonly hardwareKey?: string | undefined;
  readonly cancel?: LinkProps;
  readonly onCreated: (device: Device) => void;
}

/** Adds a device: customer, product and model, name, exactly the keys that the model wants, note. */
export function DeviceForm({ customerId, hardwareKey = '', cancel, onCreated }: Props) {
  const { t } = useTranslation(['devices', 'common']);
  const { catalog, error } = useCatalog();
  const [customer, setCustomer] = useState<string | null>(customerId ?? null);
  const [modelId, setModel] = useState<ModelId | null>(null);
  const [name, setName] = useState('');
  const [texts, setTexts] = useState({ ...noKeys, primary: hardwareKey });
  const [note, setNote] = useState('');
  const [checked, setChecked] = useState(false);
  const act = useAct('create-device');
  const problem = act.error?.problem;
  const errors = fieldErrors(problem);
  const missing = (value: string | null | undefined) => (checked && !value?.trim() ? t('common:required') : undefined);
  const model = modelId && findModel(catalog, modelId);
  const wants = modelId === null ? anyKey : model && wantsOf(model);
  // What was said of key and product before holds no more.
  const changed =
    <Value,>(set: (next: Value) => void) =>
    (next: Value) => {
      set(next);
      if (problem) act.reset();
    };
  const send = () => {
    setChecked(true);
    if (!customer || !modelId || !wants || !name.trim() || !isComplete(wants, texts)) return;
    const { product, variant } = modelId;
    const which = { product, ...(variant === null ? {} : { variant }) };
    const input = { customerId: customer, ...which, name: name.trim(), ...enteredKeys(wants, texts), referenceNote: note };
    act.mutate({ input }, { onSuccess: ({ value }) => onCreated(value) });
  };
  return (
    <div className={classes.whole}>
      {error ? <ProblemAlert problem={error.problem} /> : null}
      {customerId ? null : <CustomerChoice id={customer} error={missing(customer)} onChange={setCustomer} />}
      <div style={{ height: customerId ? 0 : 16 }} />
      <Form
        label={t('devices:newDevice.title')}
        submit={t('devices:newDevice.submit')}
        busy={act.isPending}
        problem={problem}
        {...(cancel ? { cancel } : {})}
        onSubmit={send}
      >
        <ModelChoice
          value={modelId}
          errors={{ product: errors['product'] ?? missing(modelId?.product), variant: errors['variant'] ?? missing(modelId?.variant) }}
          onChange={changed(setModel)}
        />
        <TextInput
          label={t('devices:fields.name')}
          description={t('devices:fields.nameHint')}
          required
          withAsterisk={false}
          autoComplete="off"
          value={name}
          error={errors['name'] ?? missing(name)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {wants ? (
          <KeyFields
            model={modelId}
            wants={wants}
            texts={texts}
            problem={problem}
            checked={checked}
            onChange={changed(setTexts)}
            onModel={changed(setModel)}
          />
        ) : (
          <p className={classes.pending}>{t('devices:key.variantFirst')}</p>
        )}
        {model && wants && catalog ? (
          <Follows
            model={model}
            catalog={catalog}
            makesTempKey={wants.primary === null || (!wants.primary.required && !texts.primary.trim())}
          />
        ) : null}
        <Textarea
          label={t('devices:fields.referenceNote')}
          description={t('devices:fields.referenceNoteHint')}
          value={note}
          error={errors['referenceNote']}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Form>
    </div>
  );
}

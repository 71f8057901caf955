import { Textarea, TextInput } from '@mantine/core';
import type { LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/Form.tsx';
import { fieldErrors } from '../../lib/field-errors.ts';
import type { Customer, Problem } from '../../lib/types.ts';
import classes from './forms.module.css';

export interface CustomerFields {
  readonly name: string;
  readonly address: Customer['address'];
  readonly referenceNote: string;
}

const nobody: CustomerFields = { name: '', address: { street: '', postalCode: '', city: '', country: '' }, referenceNote: '' };

/** Name, address and note of a customer; for adding and for changing. */
export function CustomerForm({
  label,
  submit,
  initial = nobody,
  busy,
  problem,
  cancel,
  onSubmit,
}: {
  label: string;
  submit: string;
  initial?: CustomerFields;
  busy: boolean;
  problem: Problem | undefined;
  cancel?: LinkProps;
  onSubmit: (fields: CustomerFields) => void;
}) {
  const { t } = useTranslation(['devices', 'common']);
  const [fields, setFields] = useState<CustomerFields>(initial);
  const [checked, setChecked] = useState(false);
  const errors = fieldErrors(problem);
  const address = (name: keyof Customer['address'], autoComplete: string) => (
    <TextInput
      label={t(`devices:fields.${name}`)}
      autoComplete={autoComplete}
      value={fields.address[name]}
      error={errors[`address.${name}`]}
      onChange={(event) => setFields({ ...fields, address: { ...fields.address, [name]: event.currentTarget.value } })}
    />
  );
  const send = () => {
    setChecked(true);
    if (fields.name.trim()) onSubmit({ ...fields, name: fields.name.trim() });
  };
  return (
    <Form label={label} submit={submit} busy={busy} problem={problem} {...(cancel ? { cancel } : {})} onSubmit={send}>
      <TextInput
        label={t('devices:fields.businessName')}
        required
        withAsterisk={false}
        autoFocus
        value={fields.name}
        error={errors['name'] ?? (checked && !fields.name.trim() ? t('common:required') : undefined)}
        onChange={(event) => setFields({ ...fields, name: event.currentTarget.value })}
      />
      {address('street', 'off')}
      <div className={classes.pair}>
        {address('postalCode', 'off')}
        {address('city', 'off')}
      </div>
      {address('country', 'off')}
      <Textarea
        label={t('devices:fields.referenceNote')}
        description={t('devices:fields.referenceNoteHint')}
        value={fields.referenceNote}
        error={errors['referenceNote']}
        onChange={(event) => setFields({ ...fields, referenceNote: event.currentTarget.value })}
      />
    </Form>
  );
}

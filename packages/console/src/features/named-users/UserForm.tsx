import { Textarea, TextInput } from '@mantine/core';
import type { LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/Form.tsx';
import { fieldErrors } from '../../lib/field-errors.ts';
import type { NamedUser, Problem } from '../../lib/types.ts';

export type UserFields = Pick<NamedUser, 'name' | 'email' | 'note'>;

/** Name, address and note of a named user; for adding and for changing. */
export function UserForm({
  label,
  submit,
  initial = { name: '', email: '', note: '' },
  busy,
  problem,
  cancel,
  onSubmit,
}: {
  label: string;
  submit: string;
  initial?: UserFields;
  busy: boolean;
  problem: Problem | undefined;
  cancel?: LinkProps;
  onSubmit: (fields: UserFields) => void;
}) {
  const { t } = useTranslation(['namedUsers', 'common']);
  const [fields, setFields] = useState(initial);
  const [checked, setChecked] = useState(false);
  const errors = fieldErrors(problem);
  const missing = (text: string) => (checked && text.trim() === '' ? t('common:required') : undefined);
  const field = (name: keyof UserFields) => ({
    label: t(`namedUsers:fields.${name}`),
    value: fields[name],
    error: (name === 'note' ? undefined : missing(fields[name])) ?? errors[name],
    onChange: (event: { currentTarget: { value: string } }) => setFields({ ...fields, [name]: event.currentTarget.value }),
  });
  const send = () => {
    setChecked(true);
    if (fields.name.trim() && fields.email.trim()) onSubmit(fields);
  };
  return (
    <Form label={label} submit={submit} busy={busy} problem={problem} {...(cancel ? { cancel } : {})} onSubmit={send}>
      <TextInput {...field('name')} autoComplete="off" autoFocus />
      <TextInput {...field('email')} type="email" autoComplete="off" />
      <Textarea {...field('note')} autosize minRows={2} maxLength={2000} />
    </Form>
  );
}

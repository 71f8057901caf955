import { PasswordInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../../components/Form.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { DataTable } from '../../../components/table/index.ts';
import { changeLanguage, type Language, languageNames, languages } from '../../../lib/i18n.ts';
import { useMe } from '../../../lib/session.tsx';
import { useAct, useOperation } from '../../../lib/use-operation.ts';
import { NewPassword, passwordLength } from '../NewPassword.tsx';

function Profile() {
  const { t } = useTranslation(['identity', 'common']);
  const me = useMe();
  const current = useOperation('get-me', {}, { staleTime: 60_000 });
  const [name, setName] = useState(me.name);
  const [language, setLanguage] = useState<Language>(languages.includes(me.language as Language) ? (me.language as Language) : 'en');
  const [checked, setChecked] = useState(false);
  const act = useAct('update-me');
  const save = () => {
    setChecked(true);
    if (!name.trim()) return;
    const done = () => {
      void changeLanguage(language);
      notify(t('identity:account.saved'));
    };
    act.mutate({ input: { name: name.trim(), language }, etag: current.data?.etag ?? null }, { onSuccess: done });
  };
  return (
    <Form label={t('identity:account.profile')} submit={t('common:save')} busy={act.isPending} problem={act.error?.problem} onSubmit={save}>
      <TextInput
        label={t('identity:account.name')}
        autoComplete="name"
        required
        withAsterisk={false}
        value={name}
        error={checked && !name.trim() ? t('common:required') : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t('identity:account.mailLanguage')}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        value={language}
        onChange={(value) => setLanguage(value as Language)}
      />
    </Form>
  );
}

function Password() {
  const { t } = useTranslation('identity');
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [checked, setChecked] = useState(false);
  const act = useAct('change-password');
  const change = () => {
    setChecked(true);
    if (!currentPassword || newPassword.length < passwordLength) return;
    const done = () => {
      setCurrent('');
      setNew('');
      setChecked(false);
      notify(t('account.passwordChanged'));
    };
    act.mutate({ input: { currentPassword, newPassword } }, { onSuccess: done });
  };
  return (
    <Form
      label={t('account.password')}
      submit={t('account.changePassword')}
      busy={act.isPending}
      problem={act.error?.problem}
      onSubmit={change}
    >
      <PasswordInput
        label={t('currentPassword')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={currentPassword}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0, 'aria-hidden': false }}
      />
      <NewPassword
        label={t('newPassword')}
        value={newPassword}
        onChange={setNew}
        error={checked && newPassword.length < passwordLength ? t('passwordTooShort', { count: passwordLength }) : undefined}
      />
    </Form>
  );
}

/** My own name, language and password, and the organizations I may act for. */
export default function Account() {
  const { t } = useTranslation(['identity', 'common']);
  const me = useMe();
  return (
    <>
      <PageHeader title={t('identity:account.title')} below={me.email} />
      <Section title={t('identity:account.profile')} framed>
        <Profile />
      </Section>
      <Section title={t('identity:account.password')} hint={t('identity:account.passwordHint')} framed>
        <Password />
      </Section>
      <Section title={t('identity:account.memberships')} hint={t('identity:account.membershipsHint')}>
        <DataTable
          label={t('identity:account.memberships')}
          rows={me.memberships}
          rowId={(row) => row.organization.id}
          columns={[
            { id: 'name', header: t('identity:account.organization'), cell: (row) => row.organization.name, phone: 'title' },
            { id: 'role', header: t('identity:role'), cell: (row) => t(`common:roles.${row.role}`), phone: 'status' },
          ]}
        />
      </Section>
    </>
  );
}

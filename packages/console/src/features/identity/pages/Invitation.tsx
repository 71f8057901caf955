import { Button, Loader, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { changeLanguage, type Language, languages } from '../../../lib/i18n.ts';
import type { Me } from '../../../lib/types.ts';
import { useAct } from '../../../lib/use-operation.ts';
import { linkToken, linkVendor } from '../link-token.ts';
import { NewPassword, passwordLength } from '../NewPassword.tsx';
import { PublicPage } from '../PublicPage.tsx';
import { useEnter } from '../use-enter.ts';
import { signInVendor } from '../vendor.ts';

/** What a mailed invitation is for, and its acceptance: choose name and password, and be signed in. */
export default function Invitation() {
  const { t } = useTranslation(['identity', 'common']);
  const [token] = useState(linkToken);
  const [vendor] = useState(linkVendor);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const look = useAct('look-up-invitation');
  const accept = useAct('accept-invitation');
  const enter = useEnter();
  const { mutate: lookUp } = look;
  useEffect(() => {
    lookUp(
      { input: { token } },
      {
        onSuccess: ({ value }) => {
          if (languages.includes(value.language as Language)) void changeLanguage(value.language as Language, false);
        },
      },
    );
  }, [lookUp, token]);
  const toSignIn = <TextLink to="/sign-in">{t('identity:backToSignIn')}</TextLink>;
  if (look.error) {
    return (
      <PublicPage title={t('identity:invitation.notValid')} below={toSignIn}>
        <ProblemAlert problem={look.error.problem} />
      </PublicPage>
    );
  }
  const invitation = look.data?.value;
  if (!invitation) {
    return (
      <PublicPage title={t('identity:invitation.title')}>
        <Loader size="sm" aria-label={t('common:loading')} />
      </PublicPage>
    );
  }
  const complete = name.trim() !== '' && password.length >= passwordLength;
  const submit = () => {
    setChecked(true);
    if (!complete) return;
    const done = ({ value }: { value: { me: Me } }) => {
      signInVendor.set(vendor || null);
      void enter(value.me);
    };
    accept.mutate({ input: { token, name: name.trim(), password } }, { onSuccess: done });
  };
  return (
    <PublicPage
      title={t('identity:invitation.title')}
      intro={t('identity:invitation.intro', { vendor: invitation.vendor, organization: invitation.organization.name })}
      below={toSignIn}
    >
      <form
        aria-label={t('identity:invitation.title')}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Facts
            inline
            facts={[
              { label: t('identity:email'), value: invitation.email },
              { label: t('identity:role'), value: t(`common:roles.${invitation.role}`) },
            ]}
          />
          {/* Password managers file the new password under this name. */}
          <input type="email" name="email" autoComplete="username" value={invitation.email} readOnly hidden />
          <TextInput
            label={t('identity:yourName')}
            name="name"
            autoComplete="name"
            autoFocus
            required
            withAsterisk={false}
            value={name}
            error={checked && !name.trim() ? t('common:required') : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NewPassword
            label={t('identity:password')}
            value={password}
            onChange={setPassword}
            error={checked && password.length < passwordLength ? t('identity:passwordTooShort', { count: passwordLength }) : undefined}
          />
          {accept.error ? <ProblemAlert problem={accept.error.problem} /> : null}
          <Button type="submit" fullWidth loading={accept.isPending}>
            {t('identity:invitation.submit')}
          </Button>
        </Stack>
      </form>
    </PublicPage>
  );
}

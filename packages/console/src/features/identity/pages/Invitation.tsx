import { Button, Loader, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { call } from '../../../lib/api.ts';
import { changeLanguage, type Language, languages, wantedLanguage } from '../../../lib/i18n.ts';
import type { Me, ValueOf } from '../../../lib/types.ts';
import { useAct } from '../../../lib/use-operation.ts';
import { linkToken, linkVendor } from '../link-token.ts';
import { NewPassword, passwordLength } from '../NewPassword.tsx';
import { PublicPage } from '../PublicPage.tsx';
import { useEnter } from '../use-enter.ts';
import { signInVendor } from '../vendor.ts';

type Invited = ValueOf<'look-up-invitation'>;

/** Name and password of the person who accepts. */
function AcceptForm({ invitation, token, vendor }: { invitation: Invited; token: string; vendor: string }) {
  const { t, i18n } = useTranslation(['identity', 'common']);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const accept = useAct('accept-invitation');
  const enter = useEnter();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (name.trim() === '' || password.length < passwordLength) return;
    const done = async ({ value }: { value: { me: Me } }) => {
      signInVendor.set(vendor || null);
      // The account speaks what was read just now. Should that not be kept, it can be chosen later; who joined is in.
      const language = i18n.language as Language;
      if (language !== value.me.language) await call('update-me', { language }, { etag: '*' }).catch(() => null);
      await enter({ ...value.me, language });
    };
    accept.mutate({ input: { token, name: name.trim(), password } }, { onSuccess: (answer) => void done(answer) });
  };
  return (
    <form aria-label={t('identity:invitation.title')} onSubmit={submit} noValidate>
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
  );
}

/** What a mailed invitation is for, and its acceptance: choose name and password, and be signed in. */
export default function Invitation() {
  const { t } = useTranslation(['identity', 'common']);
  const [token] = useState(linkToken);
  const [vendor] = useState(linkVendor);
  const look = useAct('look-up-invitation');
  const { mutate: lookUp } = look;
  useEffect(() => {
    lookUp(
      { input: { token } },
      {
        onSuccess: ({ value }) => {
          // Whoever invited may have guessed the language; the guest's browser knows it, if it is one of ours.
          const language = value.language as Language;
          if (wantedLanguage() === null && languages.includes(language)) void changeLanguage(language, false);
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
  return (
    <PublicPage
      title={t('identity:invitation.title')}
      intro={t('identity:invitation.intro', { vendor: invitation.vendor, organization: invitation.organization.name })}
      below={toSignIn}
    >
      <AcceptForm invitation={invitation} token={token} vendor={vendor} />
    </PublicPage>
  );
}

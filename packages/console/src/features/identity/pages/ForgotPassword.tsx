import { Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { useAct } from '../../../lib/use-operation.ts';
import { PublicPage } from '../PublicPage.tsx';
import { signInVendor } from '../vendor.ts';

/** Asks for a mail with a link. The answer is the same whether the address is known or not. */
export default function ForgotPassword() {
  const { t } = useTranslation('identity');
  const [email, setEmail] = useState('');
  const act = useAct('request-password-reset');
  const back = <TextLink to="/sign-in">{t('backToSignIn')}</TextLink>;
  if (act.isSuccess) {
    return (
      <PublicPage title={t('forgot.sent')} below={back}>
        <p role="status" style={{ margin: 0 }}>
          {t('forgot.sentText', { email })}
        </p>
      </PublicPage>
    );
  }
  return (
    <PublicPage title={t('forgot.title')} intro={t('forgot.intro')} below={back}>
      <form
        aria-label={t('forgot.title')}
        onSubmit={(event) => {
          event.preventDefault();
          const vendor = signInVendor.get();
          if (email.trim()) act.mutate({ input: { email: email.trim(), ...(vendor ? { vendor } : {}) } });
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t('email')}
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          {act.error ? <ProblemAlert problem={act.error.problem} /> : null}
          <Button type="submit" fullWidth loading={act.isPending}>
            {t('forgot.submit')}
          </Button>
        </Stack>
      </form>
    </PublicPage>
  );
}

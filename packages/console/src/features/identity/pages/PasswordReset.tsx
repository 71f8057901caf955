import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { useAct } from '../../../lib/use-operation.ts';
import { linkToken, linkVendor } from '../link-token.ts';
import { NewPassword, passwordLength } from '../NewPassword.tsx';
import { PublicPage } from '../PublicPage.tsx';
import { signInVendor } from '../vendor.ts';

/** Sets a new password with the mailed link. */
export default function PasswordReset() {
  const { t } = useTranslation('identity');
  const [token] = useState(linkToken);
  const [vendor] = useState(linkVendor);
  const [password, setPassword] = useState('');
  const [tooShort, setTooShort] = useState(false);
  const act = useAct('reset-password');
  if (act.isSuccess) {
    return (
      <PublicPage title={t('reset.done')}>
        <Stack gap="md">
          <p role="status" style={{ margin: 0 }}>
            {t('reset.doneText', { email: act.data.value.email })}
          </p>
          <LinkButton to="/sign-in" fullWidth>
            {t('signIn.title')}
          </LinkButton>
        </Stack>
      </PublicPage>
    );
  }
  const submit = () => {
    setTooShort(password.length < passwordLength);
    if (password.length >= passwordLength)
      act.mutate({ input: { token, password } }, { onSuccess: () => signInVendor.set(vendor || null) });
  };
  return (
    <PublicPage title={t('reset.title')} below={<TextLink to="/forgot-password">{t('reset.again')}</TextLink>}>
      <form
        aria-label={t('reset.title')}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <NewPassword
            label={t('newPassword')}
            value={password}
            onChange={setPassword}
            error={tooShort ? t('passwordTooShort', { count: passwordLength }) : undefined}
          />
          {act.error ? <ProblemAlert problem={act.error.problem} /> : null}
          <Button type="submit" fullWidth loading={act.isPending} disabled={!token}>
            {t('reset.submit')}
          </Button>
        </Stack>
      </form>
    </PublicPage>
  );
}

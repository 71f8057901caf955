import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import type { Me } from '../../../lib/types.ts';
import { useAct } from '../../../lib/use-operation.ts';
import { PublicPage } from '../PublicPage.tsx';
import { useEnter } from '../use-enter.ts';
import { useUnknownHostVendor } from '../use-host-vendor.ts';
import { signInVendor } from '../vendor.ts';

function VendorField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('identity');
  return (
    <TextInput
      label={t('vendor')}
      description={t('vendorHint')}
      name="vendor"
      autoComplete="organization"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The address names a vendor that is not there. */
function NoVendor({ vendor, main, onOther }: { vendor: string; main: string; onOther: () => void }) {
  const { t } = useTranslation('identity');
  return (
    <PublicPage title={t('signIn.noVendor', { vendor })} intro={t('signIn.noVendorText')}>
      <Stack gap="md">
        <Button component="a" href={`${main}/sign-in`} fullWidth>
          {t('signIn.main')}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={onOther}>
          {t('signIn.otherVendor')}
        </Button>
      </Stack>
    </PublicPage>
  );
}

/** Sign in with e-mail and password. */
export default function SignIn() {
  const { t } = useTranslation('identity');
  const { next, vendor: named } = useSearch({ from: '/sign-in' });
  const [vendor, setVendor] = useState(named ?? signInVendor.get() ?? '');
  // Shown where a link or an earlier visit named a vendor, or somebody asks for it; else the host says it.
  const [asksVendor, setAsksVendor] = useState(vendor !== '');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const act = useAct('sign-in');
  const enter = useEnter();
  const unknown = useUnknownHostVendor();
  const submit = () => {
    const chosen = asksVendor ? vendor.trim() : '';
    const input = { email: email.trim(), password, ...(chosen ? { vendor: chosen } : {}) };
    const onSuccess = ({ value }: { value: { me: Me } }) => {
      // Named once is enough for this browser.
      signInVendor.set(chosen || null);
      void enter(value.me, next);
    };
    act.mutate({ input }, { onSuccess });
  };
  if (unknown && !asksVendor) return <NoVendor {...unknown} onOther={() => setAsksVendor(true)} />;
  return (
    <PublicPage title={t('signIn.title')} below={<TextLink to="/forgot-password">{t('signIn.forgot')}</TextLink>}>
      <form
        aria-label={t('signIn.title')}
        onSubmit={(event) => {
          event.preventDefault();
          if (email.trim() && password) submit();
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
          <PasswordInput
            label={t('password')}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0, 'aria-hidden': false }}
          />
          {asksVendor ? <VendorField value={vendor} onChange={setVendor} /> : null}
          {act.error ? <ProblemAlert problem={act.error.problem} /> : null}
          <Button type="submit" fullWidth loading={act.isPending}>
            {t('signIn.submit')}
          </Button>
          {act.error && !asksVendor ? (
            <Button variant="subtle" size="compact-sm" onClick={() => setAsksVendor(true)}>
              {t('signIn.otherVendor')}
            </Button>
          ) : null}
        </Stack>
      </form>
    </PublicPage>
  );
}

import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Fewest characters of a password (the contract's own bound). */
export const passwordLength = 12;

/** Field for a new password: says the rule before it is broken. */
export function NewPassword({
  label,
  value,
  onChange,
  error,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation('identity');
  return (
    <PasswordInput
      label={label}
      description={t('passwordRule', { count: passwordLength })}
      name="new-password"
      autoComplete="new-password"
      required
      withAsterisk={false}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0, 'aria-hidden': false }}
    />
  );
}

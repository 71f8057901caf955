import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Role } from './roles.ts';

/** The roles there are, each with what it may do. */
export function RoleChoice({
  label,
  roles,
  value,
  onChange,
}: {
  label: string;
  roles: readonly Role[];
  value: Role | null;
  onChange: (role: Role) => void;
}) {
  const { t } = useTranslation(['people', 'common']);
  return (
    <Radio.Group label={label} value={value ?? ''} onChange={(next) => onChange(next as Role)}>
      <Stack gap="sm" mt="xs">
        {roles.map((role) => (
          <Radio key={role} value={role} label={t(`common:roles.${role}`)} description={t(`people:roleHint.${role}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

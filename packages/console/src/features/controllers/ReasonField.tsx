import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Why the vendor takes licences away from a device that is dead or gone: it stands in the history. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('controllers');
  return (
    <Textarea
      maw={560}
      label={t('takeBack.reason')}
      description={t('takeBack.reasonHint')}
      required
      maxLength={2000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

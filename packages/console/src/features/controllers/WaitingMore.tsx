import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../lib/use-number.ts';

/** That more waits than is shown: a pool may hold thousands. */
export function WaitingMore({ shown, total }: { shown: number; total: number }) {
  const { t } = useTranslation('controllers');
  const number = useNumber();
  if (total <= shown) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('waiting.more', { shown: number(shown), total: number(total) })}
    </Text>
  );
}

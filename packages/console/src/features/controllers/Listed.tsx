import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Says that the signed list of revoked documents names a file that nobody can reach, and where that list is (F10). */
export function Listed({ address }: { readonly address: string }) {
  const { t } = useTranslation('controllers');
  return (
    <Text size="sm" mt="xs">
      {t('listed')}{' '}
      <Anchor href={address} underline="always">
        {t('list')}
      </Anchor>
    </Text>
  );
}

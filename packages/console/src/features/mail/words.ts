import { useTranslation } from 'react-i18next';
import type { ItemOf } from '../../lib/types.ts';
import type en from './locales/en.json';

export type Mail = ItemOf<'list-mails'>;
export const mailStates = ['waiting', 'sent', 'failed', 'kept'] as const satisfies readonly Mail['state'][];

/** What a mail is about; a kind without words shows as it is. */
export function useMailKind(): (kind: string) => string {
  const { t } = useTranslation('mail');
  return (kind) => t(`kind.${kind as keyof (typeof en)['kind']}`, { defaultValue: kind });
}

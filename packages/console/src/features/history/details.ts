import { useTranslation } from 'react-i18next';
import { formatList } from '../../lib/format.ts';
import type { LedgerOperation } from '../../lib/types.ts';
import type en from './locales/en.json';

type Change = { readonly before: string; readonly after: string };
type Field = keyof (typeof en)['field'];

const isChange = (value: unknown): value is Change => typeof value === 'object' && value !== null && 'before' in value && 'after' in value;

/** What an act changed beside units, in words: the key it noted, what it was before and after, which fields. */
export function useDetails(): (operation: Pick<LedgerOperation, 'details'>) => string[] {
  const { t, i18n } = useTranslation('history');
  const word = (field: string) => t(`field.${field as Field}`, { defaultValue: field });
  return ({ details }) => {
    const { hardwareKey, changed, epoch, serial } = details;
    const lines: string[] = [];
    if (typeof hardwareKey === 'string') lines.push(`${word('hardwareKey')} ${hardwareKey}`);
    if (isChange(hardwareKey)) lines.push(`${word('hardwareKey')}: ${hardwareKey.before} → ${hardwareKey.after}`);
    // A key that is told with before and after need not be named again.
    const others = Array.isArray(changed) ? changed.filter((field) => !(field === 'hardwareKey' && isChange(hardwareKey))) : [];
    if (others.length > 0)
      lines.push(
        t('changed', {
          fields: formatList(
            others.map((field) => word(String(field))),
            i18n.language,
          ),
        }),
      );
    if (typeof serial === 'number') lines.push(`${word('serial')} ${epoch}.${serial}`);
    return lines;
  };
}

import { useTranslation } from 'react-i18next';
import { useEnds } from '../../components/When.tsx';
import { dayBefore, formatList } from '../../lib/format.ts';
import type { LedgerOperation } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { useCatalog } from '../catalog/index.ts';
import type en from './locales/en.json';

type Change = { readonly before: string; readonly after: string };
type Field = keyof (typeof en)['field'];

/** What an act left where: the leg into a conversion says nothing that the one out of it does not. */
export function arriving(movements: LedgerOperation['movements']): LedgerOperation['movements'] {
  const shown = movements.filter(({ toKind }) => toKind !== 'conversion');
  return shown.length === 0 ? movements : shown;
}

const isChange = (value: unknown): value is Change => typeof value === 'object' && value !== null && 'before' in value && 'after' in value;

/** The days of a term licence that an act used, took and left (A9), and until when. */
function useDays(): (details: LedgerOperation['details']) => string[] {
  const { t } = useTranslation('history');
  const number = useNumber();
  const ends = useEnds();
  return ({ until, removedOn, tookDays, insteadOfDays, daysIn, daysUsed, daysDeducted, daysOut }) => {
    if (typeof daysIn !== 'number' || typeof daysOut !== 'number') return [];
    const out = number(daysOut);
    if (typeof until === 'string' && removedOn === undefined) {
      const second = typeof tookDays === 'number' && typeof insteadOfDays === 'number';
      return [
        t('days.assigned', { out, end: ends.text({ until, lastDay: dayBefore(until) }) }),
        ...(second ? [t('days.second', { took: number(tookDays), instead: number(insteadOfDays) })] : []),
      ];
    }
    if (daysUsed === 0 && daysDeducted === 0) return [];
    return [t('days.removed', { before: number(daysIn), used: number(Number(daysUsed)), deducted: number(Number(daysDeducted)), out })];
  };
}

/** What an act changed beside units, in words: the key it noted, what it was before and after, which fields. */
export function useDetails(): (operation: Pick<LedgerOperation, 'details'>) => string[] {
  const { t, i18n } = useTranslation('history');
  const { catalog } = useCatalog();
  const word = (field: string) => {
    const attribute = /^attribute:(.*)$/.exec(field)?.[1];
    if (attribute === undefined) return t(`field.${field as Field}`, { defaultValue: field });
    return catalog?.deviceAttributes.find(({ id }) => id === attribute)?.label ?? attribute;
  };
  const days = useDays();
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
    lines.push(...days(details));
    if (typeof serial === 'number') lines.push(`${word('serial')} ${epoch}.${serial}`);
    return lines;
  };
}

import { useTranslation } from 'react-i18next';
import { formatList, formatPlainDate } from '../../lib/format.ts';
import type { ProjectDetails } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';

/** What a project's settings say, in words. */
export function useSettingsWords({ noticeDays, atExpiry, extendPrefer, extendSince }: ProjectDetails['settings']) {
  const { t, i18n } = useTranslation('projects');
  const number = useNumber();
  const days = formatList(
    noticeDays.map((one) => number(one)),
    i18n.language,
    'conjunction',
  );
  return {
    notice: noticeDays.length === 0 ? t('settings.noNotice') : t('settings.noticeBefore', { days }),
    atExpiry:
      atExpiry === 'lapse' || extendSince === null
        ? t('settings.lapses')
        : t(`settings.extends.${extendPrefer}`, { since: formatPlainDate(extendSince, i18n.language) }),
  };
}

import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import { Until } from '../../components/When.tsx';
import type { ProjectDetails } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import type { Assignee, TermLicence } from './types.ts';

/** From how many days on an end is near: what the project's settings tell people first (A11). */
export const furthestNotice = ({ settings }: Pick<ProjectDetails, 'settings'>): number => Math.max(0, ...settings.noticeDays);

/** How a device or user stands: licensed, about to end, over, or without. `noticeDays`: from how many days on the end is near. */
export function StateMark({ row, noticeDays }: { row: Pick<Assignee, 'state' | 'daysLeft'>; noticeDays: number }) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const { state, daysLeft } = row;
  if (state === 'licensed' && daysLeft !== null && daysLeft <= noticeDays) {
    return <StatusMark status="expiring" word={t('assigned.expiresIn', { count: daysLeft, number: number(daysLeft) })} />;
  }
  return <StatusMark status={state} word={t(`assigned.state.${state}`)} />;
}

/** The end of a licence, as the vendor prints it; `inWords` where no label of ends stands above. */
export function End({ of, inWords = false }: { of: Pick<TermLicence, 'until' | 'lastDay'>; inWords?: boolean }) {
  const { t } = useTranslation('terms');
  if (of.until === null || of.lastDay === null) return t('forGood');
  return <Until until={of.until} lastDay={of.lastDay} inWords={inWords} />;
}

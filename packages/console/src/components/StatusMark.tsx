import { useTranslation } from 'react-i18next';
import classes from './StatusMark.module.css';
import { type Status, statusMarks } from './status-marks.ts';

/** Icon, word and colour of one status. `word` replaces the word where it can say what to do ("Expires in 12 days: renew"). */
export function StatusMark({ status, word, plain = false }: { status: Status; word?: string; plain?: boolean }) {
  const { t } = useTranslation('common');
  const mark = statusMarks[status];
  const Icon = mark.icon;
  return (
    <span className={classes.mark} data-color={mark.color} data-plain={plain || undefined}>
      <Icon size={14} stroke={2.2} aria-hidden />
      {word ?? t(`status.${status}`)}
    </span>
  );
}

import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Catalog } from '../../lib/types.ts';
import classes from './Agreement.module.css';

/** The licence agreement as the pack says it, and the box that agrees to it. */
export function Agreement({
  agreement,
  accepted,
  onAccept,
}: {
  agreement: Catalog['agreements'][number];
  accepted: boolean;
  onAccept: (accepted: boolean) => void;
}) {
  const { t } = useTranslation('common');
  return (
    <section className={classes.agreement} aria-label={agreement.title}>
      <h3 className={classes.title}>
        {agreement.title} <span className={classes.version}>{t('act.agreementVersion', { version: agreement.version })}</span>
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard */}
      <div className={classes.text} tabIndex={0} lang={agreement.language} role="document" aria-label={agreement.title}>
        {agreement.text}
      </div>
      <Checkbox
        size="sm"
        className={classes.box}
        label={t('act.agree')}
        checked={accepted}
        onChange={(event) => onAccept(event.currentTarget.checked)}
      />
    </section>
  );
}

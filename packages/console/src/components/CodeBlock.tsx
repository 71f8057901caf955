import { Button, Code } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import classes from './CodeBlock.module.css';

/** Commands or data to copy, under a name. `wrap` breaks long lines, for one long value. */
export function CodeBlock({ label, text, wrap = false }: { label: string; text: string; wrap?: boolean }) {
  const { t } = useTranslation('common');
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <div className={classes.block}>
      <div className={classes.bar}>
        <span>{label}</span>
        <Button size="compact-xs" variant="subtle" aria-label={t('copy.what', { what: label })} onClick={() => clipboard.copy(text)}>
          {clipboard.copied ? t('copy.done') : t('copy.action')}
        </Button>
      </div>
      <Code block tabIndex={0} className={classes.code} data-wrap={wrap || undefined}>
        {text}
      </Code>
    </div>
  );
}

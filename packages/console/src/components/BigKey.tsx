import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './BigKey.module.css';

/** A key or code that somebody reads aloud or types elsewhere: large, and copied by one press. */
export function BigKey({ label, text, children }: { label: string; text: string; children?: ReactNode }) {
  const { t } = useTranslation('common');
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <div className={classes.box}>
      <span className={classes.label}>{label}</span>
      <span className={classes.line}>
        <span className={classes.key}>{text}</span>
        <Button
          variant="default"
          leftSection={clipboard.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          aria-label={clipboard.copied ? t('copy.done') : t('copy.what', { what: label })}
          onClick={() => clipboard.copy(text)}
        >
          {clipboard.copied ? t('copy.done') : t('copy.action')}
        </Button>
      </span>
      {children ? <span className={classes.hint}>{children}</span> : null}
    </div>
  );
}

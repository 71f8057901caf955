import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './Copyable.module.css';

/** A key or id: monospace, with a button that copies it. `what` names it for those who listen ("hardware key"). */
export function Copyable({ text, what, shorten = false }: { text: string; what?: string; shorten?: boolean }) {
  const { t } = useTranslation('common');
  const clipboard = useClipboard({ timeout: 1500 });
  const label = clipboard.copied ? t('copy.done') : what ? t('copy.what', { what }) : t('copy.action');
  return (
    <span className={classes.copyable}>
      <span className={classes.text} title={shorten ? text : undefined} data-shorten={shorten || undefined}>
        {text}
      </span>
      <Tooltip label={label}>
        <ActionIcon
          size={24}
          aria-label={label}
          onClick={(event) => {
            // Inside a row a click on the key copies it, and does not also open the row.
            event.stopPropagation();
            event.preventDefault();
            clipboard.copy(text);
          }}
        >
          {clipboard.copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </span>
  );
}

/** A key or id in running text, without a button. */
export function Key({ text }: { text: string }) {
  return <span className={classes.text}>{text}</span>;
}

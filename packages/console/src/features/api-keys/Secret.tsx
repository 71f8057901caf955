import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Secret.module.css';

/** A new key, this once: with the warning, a button that copies it, and a question before the page is closed uncopied. */
export function Secret({ secret }: { secret: string }) {
  const { t } = useTranslation(['apiKeys', 'common']);
  const clipboard = useClipboard({ timeout: 600_000 });
  useEffect(() => {
    if (clipboard.copied) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [clipboard.copied]);
  return (
    <div className={classes.box}>
      <p className={classes.warning}>
        <strong>
          <IconAlertTriangle size={16} aria-hidden /> {t('apiKeys:new.once')}
        </strong>
        {t('apiKeys:new.onceText')}
      </p>
      <code className={classes.secret} data-secret>
        {secret}
      </code>
      <Button
        variant={clipboard.copied ? 'default' : 'filled'}
        leftSection={clipboard.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        onClick={() => clipboard.copy(secret)}
      >
        {clipboard.copied ? t('common:copy.done') : t('common:copy.what', { what: t('apiKeys:new.secret') })}
      </Button>
    </div>
  );
}

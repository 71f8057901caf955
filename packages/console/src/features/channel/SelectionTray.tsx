import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/LinkButton.tsx';
import { useOperation } from '../../lib/use-operation.ts';
import classes from './SelectionTray.module.css';
import { useSelection } from './selection.ts';

/** At the bottom of bin and order while something is taken up: how much, for which device, and the way on. */
export function SelectionTray() {
  const { t } = useTranslation('channel');
  const selection = useSelection();
  const device = useOperation('get-device', selection.deviceId ? { deviceId: selection.deviceId } : null);
  if (selection.lines.length === 0 && !selection.deviceId) return null;
  const name = selection.deviceId ? device.data?.value.name : null;
  return (
    <section className={classes.tray} data-empty={selection.lines.length === 0 || undefined} aria-label={t('tray.title')}>
      <div className={classes.text} role="status">
        <strong>
          {selection.lines.length === 0
            ? t('tray.nothing')
            : t('tray.lines', { count: selection.lines.length, units: t('units', { count: selection.units }) })}
        </strong>
        {name ? <span className={classes.soft}>{t('tray.for', { name })}</span> : null}
      </div>
      <Button variant="subtle" color="gray" onClick={selection.clear}>
        {t('tray.clear')}
      </Button>
      {selection.lines.length === 0 ? null : <LinkButton to="/attach">{t('tray.attach')}</LinkButton>}
    </section>
  );
}

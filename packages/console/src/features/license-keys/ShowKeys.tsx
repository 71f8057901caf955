import { Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyProblem } from '../../components/notify.tsx';
import { call } from '../../lib/api.ts';
import { useMay } from '../../lib/session.tsx';
import type { LicenseKey } from './key-columns.tsx';
import classes from './LicenseKeys.module.css';

/** As many as are asked for at a time. */
const most = 500;

/**
 * Keys in clear while the switch is on (A3). Each list that is looked at is an entry in the log, so nothing is asked before somebody
 * wants to see it, and what was seen is forgotten when the switch goes off.
 */
export function useShownKeys(rows: readonly LicenseKey[]) {
  const [isOn, setOn] = useState(false);
  const [shown, setShown] = useState<ReadonlyMap<string, string>>(new Map());
  const missing = isOn ? rows.filter(({ id, canShow }) => canShow && !shown.has(id)).slice(0, most) : [];
  const asked = missing.map(({ id }) => id).join(' ');
  useEffect(() => {
    if (asked === '') return;
    const controller = new AbortController();
    call('show-license-keys', { keyIds: asked.split(' ') }, { signal: controller.signal })
      .then(({ value }) => setShown((before) => new Map([...before, ...value.items.map(({ id, key }) => [id, key] as const)])))
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        setOn(false);
        notifyProblem(error);
      });
    return () => controller.abort();
  }, [asked]);
  const turn = (on: boolean) => {
    setOn(on);
    if (!on) setShown(new Map());
  };
  return { isOn, turn, shown };
}

/** The switch that shows keys, and says that looking is recorded. */
export function ShowSwitch({ isOn, onTurn }: { isOn: boolean; onTurn: (on: boolean) => void }) {
  const { t } = useTranslation('licenseKeys');
  const may = useMay('pools.write');
  if (!may) return null;
  return (
    <div className={classes.show}>
      <Switch
        label={t('show.label')}
        description={t('show.recorded')}
        checked={isOn}
        onChange={(event) => onTurn(event.currentTarget.checked)}
      />
    </div>
  );
}

import { IconKey, IconReplace, IconSitemap } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { Note } from '../../../components/Note.tsx';
import type { Device } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { type Model, partNames } from '../model.ts';
import classes from './Notices.module.css';

/** The part that must be on the device before its key is made, and whether it is. */
function useTrigger(device: Device, model: Model) {
  const { catalog } = useCatalog();
  const number = model.derivedKey?.trigger ?? null;
  const licenses = useOperation('list-device-licenses', number ? { deviceId: device.id } : null);
  const isThere = number === null || (licenses.data?.value.reserved ?? []).some(({ part }) => part === number);
  return {
    label: number === null ? null : partNames(catalog, [number])[0]!,
    isThere,
    isKnown: number === null || licenses.data !== undefined,
  };
}

/** A key that must give way before anything is activated: what to do next. */
function Provisional({ device, model }: { device: Device; model: Model }) {
  const { t } = useTranslation('devices');
  const trigger = useTrigger(device, model);
  const params = { deviceId: device.id };
  const makes = model.derivedKey !== null;
  const enters = model.keyFormats.length > 0;
  if (!trigger.isKnown) return null;
  return (
    <Note icon={IconKey} color="amber" title={t('provisional.title')}>
      <p>
        {!makes
          ? t('provisional.enter')
          : trigger.isThere
            ? t('provisional.make', { input: model.derivedKey!.label })
            : t('provisional.attachFirst', { part: trigger.label ?? '', input: model.derivedKey!.label })}
      </p>
      <div className={classes.acts}>
        {makes && !trigger.isThere ? (
          <ActButton permission="licenses.attach" size="sm" link={{ to: '/attach', search: { device: device.id } }}>
            {t('provisional.attachPart', { part: trigger.label ?? '' })}
          </ActButton>
        ) : null}
        {makes ? (
          <ActButton
            permission="licenses.activate"
            size="sm"
            variant={trigger.isThere ? 'filled' : 'default'}
            blocked={trigger.isThere ? null : t('provisional.blocked', { part: trigger.label ?? '' })}
            link={{ to: '/devices/$deviceId/make-key', params }}
          >
            {t('provisional.act')}
          </ActButton>
        ) : null}
        {enters ? (
          <ActButton
            permission="devices.write"
            size="sm"
            variant={makes ? 'default' : 'filled'}
            link={{ to: '/devices/$deviceId/edit', params }}
          >
            {t('provisional.enterAct')}
          </ActButton>
        ) : null}
      </div>
    </Note>
  );
}

/** A device whose licences stand on the one above. */
function WithParent({ parent }: { parent: NonNullable<Device['parent']> }) {
  const { t } = useTranslation('devices');
  return (
    <Note icon={IconSitemap} color="blue" title={t('withParent.title', { parent: parent.name })}>
      <p>{t('withParent.text')}</p>
      <div className={classes.acts}>
        <LinkButton to="/devices/$deviceId" params={{ deviceId: parent.id }} size="sm" variant="default">
          {t('withParent.show', { parent: parent.name })}
        </LinkButton>
      </div>
    </Note>
  );
}

/** A device whose place another one took: its key is blocked for good. */
function Replaced({ by }: { by: string }) {
  const { t } = useTranslation('devices');
  return (
    <Note icon={IconReplace} color="blue" title={t('replaced.title')}>
      <p>{t('replaced.text')}</p>
      <div className={classes.acts}>
        <LinkButton to="/devices/$deviceId" params={{ deviceId: by }} size="sm" variant="default">
          {t('replaced.show')}
        </LinkButton>
      </div>
    </Note>
  );
}

/** What must be known of a device before anything is done with it. */
export function Notices({ device, model }: { device: Device; model: Model | null }) {
  return (
    <>
      {device.replacedBy === null ? null : <Replaced by={device.replacedBy} />}
      {device.provisional && model ? <Provisional device={device} model={model} /> : null}
      {device.parent?.licensed ? <WithParent parent={device.parent} /> : null}
    </>
  );
}

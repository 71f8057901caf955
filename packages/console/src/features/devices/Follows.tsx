import { IconKey, IconSitemap } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../components/Note.tsx';
import { formatList } from '../../lib/format.ts';
import type { Catalog } from '../../lib/types.ts';
import { type Model, partNames } from './model.ts';

/** What happens beside what is typed: the temporary key that is made, and what to do about it later. */
function TempKey({ model, catalog }: { model: Model; catalog: Catalog }) {
  const { t, i18n } = useTranslation('devices');
  const { tempKey, derivedKey } = model;
  if (tempKey === null) return null;
  const list = (numbers: readonly string[]) => formatList(partNames(catalog, numbers), i18n.language);
  const trigger = derivedKey?.trigger ?? null;
  return (
    <Note icon={IconKey} color="blue" title={t('follows.tempTitle')}>
      <p>{tempKey.use === 'final' ? t('follows.tempFinal') : t('follows.tempProvisional')}</p>
      {tempKey.use === 'provisional' && derivedKey ? (
        <p>
          {trigger
            ? t('follows.tempNextWith', { part: list([trigger]), input: derivedKey.label })
            : t('follows.tempNext', { input: derivedKey.label })}
        </p>
      ) : null}
    </Note>
  );
}

/** What stands below the device by itself, and what can be added there. */
function Children({ model }: { model: Model }) {
  const { t, i18n } = useTranslation('devices');
  const labels = (creation: 'automatic' | 'manual') =>
    model.children.filter((child) => child.creation === creation).map((child) => child.label);
  const [automatic, manual] = [labels('automatic'), labels('manual')];
  if (model.children.length === 0) return null;
  const later = model.tempKey?.use === 'provisional';
  return (
    <Note icon={IconSitemap} title={t('follows.childrenTitle')}>
      {automatic.length > 0 ? (
        <p>
          {later
            ? t('follows.automaticLater', { children: formatList(automatic, i18n.language) })
            : t('follows.automatic', { children: formatList(automatic, i18n.language) })}
        </p>
      ) : null}
      {manual.length > 0 ? <p>{t('follows.manual', { children: formatList(manual, i18n.language) })}</p> : null}
    </Note>
  );
}

/** Told before a device is added: which key is made, and what appears below it by itself (B6, B7). */
export function Follows({ model, catalog, makesTempKey }: { model: Model; catalog: Catalog; makesTempKey: boolean }) {
  return (
    <>
      {makesTempKey ? <TempKey model={model} catalog={catalog} /> : null}
      <Children model={model} />
    </>
  );
}

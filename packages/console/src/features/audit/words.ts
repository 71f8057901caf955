import { useTranslation } from 'react-i18next';
import type { ItemOf } from '../../lib/types.ts';
import type en from './locales/en.json';

export type AuditEvent = ItemOf<'list-audit-events'>;
type Kind = keyof (typeof en)['kind'];
type Channel = keyof (typeof en)['channel'];

/** Kinds of event that the log can be filtered by: those that have words. */
export function useEventKinds(): readonly string[] {
  const { i18n } = useTranslation();
  const texts = i18n.getResourceBundle(i18n.language, 'audit') as typeof en | undefined;
  return Object.keys(texts?.kind ?? {});
}

/** An event in words; a kind without words shows as it is. */
export function useEventKind(): (kind: string) => string {
  const { t } = useTranslation('audit');
  return (kind) => t(`kind.${kind as Kind}`, { defaultValue: kind });
}

/** From where it came; null where the leaf does not say. */
export function useEventChannel(): (event: AuditEvent) => string | null {
  const { t } = useTranslation('audit');
  return ({ leaf }) => {
    const channel = leaf['channel'];
    return typeof channel === 'string' ? t(`channel.${channel as Channel}`, { defaultValue: channel }) : null;
  };
}

/** Who it was; what nobody in particular did, the system noted. */
export function useEventActor(): (event: AuditEvent) => string {
  const { t } = useTranslation('audit');
  return ({ actor }) => actor.name || t('system');
}

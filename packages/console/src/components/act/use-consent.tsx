import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalog } from '../../lib/types.ts';
import { Agreement } from './Agreement.tsx';

interface Consent {
  /** For the act's input; the preview shows what happens once it is accepted, and the act is only sent when it is. */
  readonly accepted: { readonly agreement?: { id: string; version: string; language: string; accepted: boolean } };
  /** For the act's page. */
  readonly asked: { readonly consent?: { readonly content: ReactNode; readonly given: boolean; readonly missing: string } };
}

/** The agreement of a model, asked for in the review of an act that needs it; nothing where there is none. */
export function useConsent(catalog: Catalog, id: string | null): Consent {
  const { t } = useTranslation('common');
  const [given, setGiven] = useState(false);
  const agreement = catalog.agreements.find((one) => one.id === id);
  if (agreement === undefined) return { accepted: {}, asked: {} };
  const { version, language } = agreement;
  return {
    accepted: { agreement: { id: agreement.id, version, language, accepted: true } },
    asked: {
      consent: {
        content: <Agreement agreement={agreement} accepted={given} onAccept={setGiven} />,
        given,
        missing: t('act.agreeFirst'),
      },
    },
  };
}

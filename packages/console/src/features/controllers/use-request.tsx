import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ActPageProps, useConsent } from '../../components/act/index.ts';
import { ProblemAlert } from '../../components/ErrorState.tsx';
import { Note } from '../../components/Note.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import type { Catalog, InputFor } from '../../lib/types.ts';
import { useOperation } from '../../lib/use-operation.ts';
import { Answer, WhatItHas } from './Answer.tsx';
import { MachineChanges } from './MachineChanges.tsx';
import { type Checked, Request } from './Request.tsx';

/** What an act with a carried file is, but for the file itself, which every one begins with. */
export type Plan<Id extends 'activate-from-file' | 'renew-from-file' | 'return-from-file' | 'return-borrowed-from-file'> = Omit<
  ActPageProps<Id>,
  'title' | 'choose'
> & {
  readonly found: ReactNode;
  /** What was carried was answered before: `found` says so, in place of what would be done with such a file. */
  readonly isAnswered?: boolean;
};

/** What is chosen for a request, and what the act is given: licences, or none where the device is only told what it has. */
function useActivation(request: string | null, checked: Checked | null, catalog: Catalog) {
  // Said of this very request, and of no other that is chosen after it.
  const [enrolled, setEnrolled] = useState<string | null>(null);
  const enrol = request !== null && enrolled === request;
  const setEnrol = (yes: boolean) => setEnrolled(yes ? request : null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What the device itself asked for is chosen to begin with.
  useEffect(() => setChosen(new Set(checked?.wanted)), [checked?.wanted]);
  // With nothing chosen the device is told what it has, in a file that is signed now: as after its clock had been ahead.
  const ofKey = checked?.licenseKey != null;
  const isAsItIs = checked !== null && !ofKey && chosen.size === 0 && checked.active.length > 0;
  const consent = useConsent(catalog, isAsItIs ? null : (checked?.agreement?.id ?? null));
  const isKnown = checked?.key === 'current';
  const licenses = useMemo(() => [...chosen].map((lotId) => ({ lotId })), [chosen]);
  const isMeant = checked !== null && (ofKey || licenses.length > 0 || isAsItIs);
  // A licence key in the request says what is meant: nothing is to be chosen.
  const input: InputFor<'activate-from-file'> | null =
    request !== null && isMeant && (isKnown || enrol)
      ? { request, ...(ofKey ? {} : { licenses }), enrol: !isKnown, ...consent.accepted }
      : null;
  return { enrol, setEnrol, chosen, setChosen, isAsItIs, isMeant, consent, input };
}

/** The plan of a request file for licences (E6, C6), and that of one for the file of its licences anew (F14). */
export function useRequest(
  request: string | null,
  catalog: Catalog,
): { readonly activation: Plan<'activate-from-file'>; readonly renewal: Plan<'renew-from-file'> } {
  const { t } = useTranslation('controllers');
  const query = useOperation('check-license-request', request === null ? null : { request });
  const checked = request === null || query.error ? null : (query.data?.value ?? null);
  const of = useActivation(request, checked, catalog);
  const { isAsItIs } = of;
  const repairWords = (left: number) => (left === 0 ? t('machine.countsLast') : t('machine.counts', { count: left }));
  // Whoever lost its own key with the disk names the licence key instead, and what was done (F14).
  const isReinstalled = checked?.purpose === 'renew' && checked.key !== 'current' && checked.repair !== null && checked.licenseKey !== null;
  const isRenewable = checked?.purpose === 'renew' && (checked.key === 'current' || isReinstalled);
  const found = (
    <>
      {query.error ? <ProblemAlert problem={query.error.problem} /> : null}
      {request !== null && query.isFetching && checked === null ? <RowsSkeleton rows={4} /> : null}
      {checked ? <Request checked={checked} enrol={of.enrol} onEnrol={of.setEnrol} chosen={of.chosen} onChange={of.setChosen} /> : null}
      {checked && isAsItIs && checked.purpose === 'licenses' ? (
        <Note title={t('activate.asItIs', { name: checked.name })}>{t('activate.asItIsWhy')}</Note>
      ) : null}
      {checked && isReinstalled ? (
        <Note title={t('renew.reinstalled')}>{t('renew.reinstalledText', { ending: checked.licenseKey, repair: checked.repair })}</Note>
      ) : null}
    </>
  );
  const refused = query.error ? t('carried.refused') : t('carried.reading');
  return {
    activation: {
      found,
      operation: 'activate-from-file',
      permission: 'pools.write',
      input: of.input,
      missing: checked === null ? refused : of.isMeant ? t('activate.missingEnrol') : t('activate.missingLicence'),
      digestOf: (value) => value.digest ?? '',
      review: (value) => <WhatItHas of={value} />,
      ...of.consent.asked,
      commitLabel: t(isAsItIs ? 'activate.answer' : 'activate.commit'),
      done: (value) => <Answer title={t('activate.done', { name: value.device.name })} of={value} />,
    },
    renewal: {
      found,
      operation: 'renew-from-file',
      permission: 'pools.write',
      input: request !== null && isRenewable ? { request } : null,
      missing: checked === null ? refused : t('renew.notKnown'),
      review: (value) => (
        <>
          <MachineChanges machine={value.machine?.comparison ?? null} repair={checked?.repair ?? null} />
          {value.machine?.change === 'repaired' ? <p>{repairWords(value.machine.repairsLeft)}</p> : null}
          <WhatItHas of={value} />
        </>
      ),
      commitLabel: t('renew.commit'),
      done: (value) => <Answer title={t('renew.done', { name: value.device.name })} of={value} />,
    },
  };
}

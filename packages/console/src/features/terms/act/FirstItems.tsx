import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/Section.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import type { ValueOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { Assignments } from './Assignments.tsx';
import { Removals, Today } from './Removals.tsx';

interface First<Act> {
  readonly number: number;
  readonly label: string;
  readonly act: Act | null;
  readonly problem: { readonly detail: string; readonly nextStep: string } | null;
}

/** Those of the first that would be refused, and why. */
function Refused({ rows }: { rows: readonly First<unknown>[] }) {
  const { t } = useTranslation('terms');
  const columns: Column<First<unknown>>[] = [
    { id: 'name', header: t('assigned.name'), width: '1.2fr', phone: 'title', cell: ({ label }) => label },
    { id: 'why', header: t('many.refusedWhy'), width: '3fr', cell: ({ problem }) => `${problem?.detail} ${problem?.nextStep}` },
  ];
  return <DataTable label={t('many.firstRefused')} columns={columns} rows={rows} rowId={(row) => String(row.number)} />;
}

type Previewed<Act> = { readonly total: number; readonly preview: readonly First<Act>[] | null };

/** What long work would do with the first of many, as the server says before it begins. */
function Firsts<Act>({ value, children }: { value: Previewed<Act>; children: (acts: readonly Act[]) => ReactNode }) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const firsts = value.preview ?? [];
  const acts = firsts.flatMap(({ act }) => (act === null ? [] : [act]));
  const refused = firsts.filter(({ problem }) => problem !== null);
  return (
    <>
      <Section title={t('many.first')} hint={t('many.firstHint', { shown: number(firsts.length), number: number(value.total) })}>
        {acts.length > 0 ? children(acts) : null}
      </Section>
      {refused.length > 0 ? (
        <Section title={t('many.firstRefused')}>
          <Refused rows={refused} />
        </Section>
      ) : null}
    </>
  );
}

/** To whom the first licences would go, from when until when, and why. */
export function FirstAssignments({ projectId, value }: { projectId: string; value: ValueOf<'assign-many'> }) {
  return <Firsts value={value}>{(acts) => <Assignments projectId={projectId} assignments={acts} preview={false} />}</Firsts>;
}

/** From whom the first licences would come back, with how many days, and why. */
export function FirstRemovals({ value }: { value: ValueOf<'unassign-many'> }) {
  return (
    <Firsts value={value}>
      {(acts) => (
        <>
          <Today removals={acts} />
          <Removals removals={acts} preview={false} />
        </>
      )}
    </Firsts>
  );
}

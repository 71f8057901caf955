import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Section } from '../../../components/Section.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import type { InputFor } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { usePreview } from '../../../lib/use-operation.ts';
import { Assignments } from './Assignments.tsx';
import { Removals } from './Removals.tsx';

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

/** What long work would do with the first of many, as the server says before it begins. */
function Firsts<Act>({
  preview,
  children,
}: {
  preview: {
    readonly data: { readonly value: { readonly total: number; readonly preview: readonly First<Act>[] | null } } | undefined;
    readonly error: { readonly problem: Parameters<typeof ErrorState>[0]['problem'] } | null;
  };
  children: (acts: readonly Act[]) => ReactNode;
}) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  if (preview.error) return <ErrorState problem={preview.error.problem} />;
  if (!preview.data) return <RowsSkeleton rows={5} height={56} />;
  const { total } = preview.data.value;
  const firsts = preview.data.value.preview ?? [];
  const acts = firsts.flatMap(({ act }) => (act === null ? [] : [act]));
  const refused = firsts.filter(({ problem }) => problem !== null);
  return (
    <>
      <Section title={t('many.first')} hint={t('many.firstHint', { shown: number(firsts.length), number: number(total) })}>
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
export function FirstAssignments({ input }: { input: InputFor<'assign-many'> }) {
  const preview = usePreview('assign-many', input);
  return <Firsts preview={preview}>{(acts) => <Assignments projectId={input.projectId} assignments={acts} preview={false} />}</Firsts>;
}

/** From whom the first licences would come back, with how many days, and why. */
export function FirstRemovals({ input }: { input: InputFor<'unassign-many'> }) {
  const preview = usePreview('unassign-many', input);
  return <Firsts preview={preview}>{(acts) => <Removals removals={acts} preview={false} />}</Firsts>;
}

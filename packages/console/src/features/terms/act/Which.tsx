import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Note } from '../../../components/Note.tsx';
import { RadioCards } from '../../../components/RadioCards.tsx';
import { Section } from '../../../components/Section.tsx';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import classes from '../terms.module.css';
import type { Assignee, Of, PoolGroup } from '../types.ts';
import { kindOf, useTermWords } from '../words.ts';

/** Which licence an assignment takes. */
export type Wanted = { readonly prefer: 'shortest' | 'longest' } | { readonly lotId: string | null };

const choices = ['shortest', 'longest', 'one'] as const;

/** Whether a licence may fit one of these: the server decides, this only keeps what cannot out of sight. */
function useFits(of: Of, rows: readonly Assignee[] | null) {
  const { catalog } = useCatalog();
  if (of === 'users' || catalog === null) return () => true;
  const products = catalog.products.filter(({ id }) => rows?.some(({ product }) => product === id));
  const accepted = new Set(products.flatMap((product) => [...product.parts, ...product.variants.flatMap(({ parts }) => parts)]));
  // Of more than can be read one by one nothing is known: then everything may fit.
  return (part: string) => accepted.size === 0 || accepted.has(part);
}

const kind = (of: Of) => (of === 'devices' ? 'device' : 'user');

/** What of the pool is free for them, and whether it is enough. */
function Free({ projectId, of, rows }: { projectId: string; of: Of; rows: readonly Assignee[] | null }) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const { term } = useTermWords();
  const fits = useFits(of, rows);
  const hasKeys = useCatalog().catalog?.licenseKeys === true;
  const query = useOperation('list-pool', { projectId });
  if (!query.data) return null;
  const usable = (one: PoolGroup) => one.runs === 'while-assigned' && one.assignedTo === kind(of) && one.parts.some(fits);
  const groups = query.data.value.items.filter(usable);
  const free = groups.reduce((sum, one) => sum + one.count, 0);
  const wanted = rows?.length ?? 0;
  const noneReason = hasKeys ? 'assign.freeNoneReason' : 'assign.freeNoneReasonNoKeys';
  if (groups.length === 0) return <EmptyState compact title={t('assign.freeNone')} reason={t(noneReason)} />;
  return (
    <>
      <div>
        <p className="field-label">{t('assign.free')}</p>
        <ul className={classes.stays}>
          {groups.map((one) => (
            <li key={`${kindOf(one)} ${one.termDays}`}>
              <span>
                {kindOf(one)}, {term(one.termDays)}
              </span>
              <strong>{number(one.count)}</strong>
            </li>
          ))}
        </ul>
      </div>
      {free < wanted ? <Note color="amber">{t('assign.short', { wanted: number(wanted), free: number(free) })}</Note> : null}
    </>
  );
}

function Lots({
  projectId,
  of,
  rows,
  value,
  onChange,
}: {
  projectId: string;
  of: Of;
  rows: readonly Assignee[] | null;
  value: string | null;
  onChange: (lotId: string | null) => void;
}) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const { term } = useTermWords();
  const fits = useFits(of, rows);
  const query = useOperation('list-pool-licenses', { projectId, limit: 200, sort: 'term' });
  const lots = (query.data?.value.items ?? []).filter(
    (lot) => lot.lotId === value || (lot.runs === 'while-assigned' && lot.assignedTo === kind(of) && fits(lot.part)),
  );
  return (
    <Select
      label={t('assign.one')}
      placeholder={t('assign.onePlaceholder')}
      searchable
      data={lots.map((lot) => ({
        value: lot.lotId,
        label: t('assign.oneOption', {
          part: kindOf(lot),
          term: term(lot.termDays),
          count: lot.count,
          id: lot.lotId.slice(-6),
          number: number(lot.count),
        }),
      }))}
      value={value}
      onChange={onChange}
    />
  );
}

/** Which licence of the pool: the shortest or longest that fits each, or a certain one; with what is free. */
export function Which({
  projectId,
  of,
  rows,
  value,
  onChange,
}: {
  projectId: string;
  of: Of;
  rows: readonly Assignee[] | null;
  value: Wanted;
  onChange: (wanted: Wanted) => void;
}) {
  const { t } = useTranslation('terms');
  const chosen = 'prefer' in value ? value.prefer : 'one';
  return (
    <Section title={t('assign.which')}>
      <div className={classes.stack}>
        <RadioCards
          beside
          aria-label={t('assign.which')}
          choices={choices.map((choice) => ({
            value: choice,
            name: t(`assign.prefer.${choice}`),
            hint: t(`assign.prefer.${choice}Hint`),
          }))}
          value={chosen}
          onChange={(next) => onChange(next === 'one' ? { lotId: null } : { prefer: next })}
        />
        {'lotId' in value ? (
          <Lots projectId={projectId} of={of} rows={rows} value={value.lotId} onChange={(lotId) => onChange({ lotId })} />
        ) : null}
        <Free projectId={projectId} of={of} rows={rows} />
      </div>
    </Section>
  );
}

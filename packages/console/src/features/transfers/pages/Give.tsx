import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ProjectPicker } from '../../../components/ProjectPicker.tsx';
import { Section } from '../../../components/Section.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import type { InventoryItem } from '../../../lib/types.ts';
import { usePages } from '../../../lib/use-operation.ts';
import { OutcomeView } from '../../history/index.ts';
import { type Choosable, type Chosen, chosenLines, Quantities } from '../Quantities.tsx';

const choosable = (items: readonly InventoryItem[]): Choosable[] =>
  items.flatMap((item) => (item.lotId === null ? [] : [{ ...item, lotId: item.lotId, order: item.salesOrder, available: item.free }]));

function GiveFrom({ rows }: { rows: readonly Choosable[] }) {
  const { t } = useTranslation('transfers');
  const { lot, project } = useSearch({ from: '/shell/give' });
  const [projectId, setProject] = useState<string | null>(project ?? null);
  const [chosen, setChosen] = useState<Chosen>(() =>
    Object.fromEntries(rows.filter(({ lotId }) => lotId === lot).map(({ lotId, available }) => [lotId, available])),
  );
  const lines = chosenLines(rows, chosen);
  const input = projectId === null || lines === null ? null : { projectId, lines };
  return (
    <ActPage
      title={t('give.title')}
      above={<TextLink to="/inventory">{t('inventory.title')}</TextLink>}
      operation="give-licenses"
      permission="licenses.attach"
      input={input}
      missing={projectId === null ? t('give.missingProject') : t('start.missingLines')}
      choose={
        rows.length === 0 ? (
          <EmptyState title={t('inventory.emptyMine')} reason={t('inventory.emptyMineReason')} />
        ) : (
          <>
            <ProjectPicker id={projectId} onChange={setProject} />
            <Section title={t('start.lines')} hint={t('give.linesHint')}>
              <Quantities label={t('start.lines')} rows={rows} chosen={chosen} onChange={setChosen} />
            </Section>
          </>
        )
      }
      digestOf={(outcome) => outcome.digest}
      review={(outcome) => <OutcomeView outcome={outcome} irreversible={t('give.irreversible')} />}
      commitLabel={t('give.commit')}
      done={(outcome) => (
        <Done
          title={t('give.done')}
          next={
            <>
              {projectId ? (
                <LinkButton to="/projects/$projectId" params={{ projectId }}>
                  {t('give.show')}
                </LinkButton>
              ) : null}
              <LinkButton to="/inventory" variant="default">
                {t('inventory.title')}
              </LinkButton>
            </>
          }
        >
          <OutcomeView outcome={outcome} />
        </Done>
      )}
    />
  );
}

/** Gives licences of one's bin to a customer's project (E6). */
export default function Give() {
  const held = usePages('list-inventory', { of: 'mine' }, 200);
  if (held.error) return <ErrorState page problem={held.error.problem} onRetry={() => void held.retry()} />;
  if (held.isPending) return <RowsSkeleton rows={6} />;
  return <GiveFrom rows={choosable(held.rows)} />;
}

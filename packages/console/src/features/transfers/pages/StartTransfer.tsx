import { Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { Day } from '../../../components/When.tsx';
import type { ItemOf, ProjectDetails, ValueOf } from '../../../lib/types.ts';
import { useOperation, usePages } from '../../../lib/use-operation.ts';
import { OutcomeView } from '../../history/index.ts';
import { type Choosable, type Chosen, chosenLines, Quantities } from '../Quantities.tsx';
import { projectIdIn } from '../words.ts';

type Held = ItemOf<'list-pool-licenses'>;

const choosable = (held: Held): Choosable => ({ ...held, available: held.count });

/** Whom it is for: another project of the customer, or somebody else by the id of theirs. */
function Receiver({
  others,
  value,
  typed,
  note,
  onChange,
  onType,
  onNote,
}: {
  others: readonly { readonly id: string; readonly name: string }[];
  value: string;
  typed: string;
  note: string;
  onChange: (value: string) => void;
  onType: (text: string) => void;
  onNote: (text: string) => void;
}) {
  const { t } = useTranslation('transfers');
  return (
    <>
      <Radio.Group label={t('start.to')} value={value} onChange={onChange}>
        <Stack gap="xs" mt="xs" mb="sm">
          {others.map(({ id, name }) => (
            <Radio key={id} value={id} label={name} description={t('start.atOnce')} />
          ))}
          <Radio value="other" label={t('start.other')} description={t('start.otherHint')} />
        </Stack>
      </Radio.Group>
      {value === 'other' ? (
        <>
          <TextInput
            label={t('fields.projectId')}
            description={t('start.projectIdHint')}
            spellCheck={false}
            value={typed}
            error={typed.trim() !== '' && projectIdIn(typed) === null ? t('start.projectIdWrong') : undefined}
            onChange={(event) => onType(event.currentTarget.value)}
          />
          <Textarea
            mt="sm"
            label={t('fields.note')}
            description={t('start.noteHint')}
            autosize
            minRows={2}
            maxLength={2000}
            value={note}
            onChange={(event) => onNote(event.currentTarget.value)}
          />
        </>
      ) : null}
    </>
  );
}

type Offer = NonNullable<ValueOf<'transfer-licenses'>['offer']>;

/** To whom it is offered, by name for those who see it, else by the id that was typed. */
const receiverOf = ({ to: { customer, project, projectId } }: Offer): string =>
  project === null ? projectId : [customer, project.name].filter(Boolean).join(', ');

/** What becomes of it: to whom it is offered, and until when the other side may accept. */
function Review({ value: { offer, outcome } }: { value: ValueOf<'transfer-licenses'> }) {
  const { t } = useTranslation('transfers');
  return (
    <>
      {offer ? (
        <Note title={t('start.isOffer')}>
          <div>{t('start.offerTo', { receiver: receiverOf(offer) })}</div>
          {t('start.offerText')} <Day date={offer.lastDay} />
        </Note>
      ) : null}
      <OutcomeView outcome={outcome} />
    </>
  );
}

function TransferFrom({ project, held, others }: { project: ProjectDetails; held: readonly Held[]; others: readonly ProjectDetailsRef[] }) {
  const { t } = useTranslation('transfers');
  const { lot } = useSearch({ from: '/shell/projects/$projectId/transfer' });
  const rows = held.map(choosable);
  const [chosen, setChosen] = useState<Chosen>(() =>
    Object.fromEntries(rows.filter(({ lotId }) => lotId === lot).map(({ lotId, available }) => [lotId, available])),
  );
  const [to, setTo] = useState(others[0]?.id ?? 'other');
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const lines = chosenLines(rows, chosen);
  const receiver = to === 'other' ? projectIdIn(typed) : to;
  const input =
    lines === null || receiver === null
      ? null
      : { projectId: project.id, to: receiver, lines, ...(to === 'other' && note.trim() ? { note: note.trim() } : {}) };
  const back = { to: '/projects/$projectId/transfers', params: { projectId: project.id } } as const;
  return (
    <ActPage
      title={t('start.title')}
      above={<TextLink {...back}>{project.name}</TextLink>}
      operation="transfer-licenses"
      permission="pools.write"
      input={input}
      missing={lines === null ? t('start.missingLines') : t('start.missingReceiver')}
      choose={
        rows.length === 0 ? (
          <EmptyState title={t('start.empty')} reason={t('start.emptyReason')} />
        ) : (
          <>
            <Section title={t('start.lines')} hint={t('start.linesHint')}>
              <Quantities label={t('start.lines')} rows={rows} chosen={chosen} onChange={setChosen} />
            </Section>
            <Section title={t('start.receiver')} framed>
              <Receiver others={others} value={to} typed={typed} note={note} onChange={setTo} onType={setTyped} onNote={setNote} />
            </Section>
          </>
        )
      }
      digestOf={({ outcome }) => outcome.digest}
      review={(value) => <Review value={value} />}
      commitLabel={to === 'other' ? t('start.commitOffer') : t('start.commit')}
      done={({ offer, outcome }) => (
        <Done
          title={offer ? t('start.doneOffer') : t('start.done')}
          next={
            <>
              <LinkButton {...back}>{t('start.show')}</LinkButton>
              {outcome.canUndo && outcome.operationId ? (
                <LinkButton to="/history/$operationId/undo" params={{ operationId: outcome.operationId }} variant="default">
                  {t('undo')}
                </LinkButton>
              ) : null}
            </>
          }
        >
          <OutcomeView outcome={outcome} />
        </Done>
      )}
    />
  );
}

type ProjectDetailsRef = Pick<ProjectDetails, 'id' | 'name'>;

/** Moves licences of a pool to another project: of the same customer at once, of another as an offer (A10). */
export default function StartTransfer() {
  const { projectId } = useParams({ from: '/shell/projects/$projectId/transfer' });
  const project = useOperation('get-project', { projectId });
  const customerId = project.data?.value.customer.id;
  const others = useOperation('list-projects', customerId ? { customerId, limit: 200 } : null);
  const held = usePages('list-pool-licenses', { projectId }, 200);
  const error = project.error ?? others.error ?? held.error;
  if (error) return <ErrorState page problem={error.problem} onRetry={() => void Promise.all([project.refetch(), held.retry()])} />;
  if (!project.data || !others.data || held.isPending) return <ObjectSkeleton />;
  const rest = others.data.value.items.filter(({ id }) => id !== project.data.value.id);
  return <TransferFrom project={project.data.value} held={held.rows} others={rest} />;
}

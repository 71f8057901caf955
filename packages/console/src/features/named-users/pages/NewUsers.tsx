import { Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { Form } from '../../../components/Form.tsx';
import { Note } from '../../../components/Note.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import type { ProjectDetails, ValueOf } from '../../../lib/types.ts';
import { useAct, usePreview } from '../../../lib/use-operation.ts';
import { useProject } from '../../projects/index.ts';
import { mostUsers, type PastedUser, parseUsers } from '../parse-users.ts';

type Result = ValueOf<'create-named-users'>['results'][number];
interface Row {
  readonly line: PastedUser;
  readonly result: Result | undefined;
}

function Lines({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('namedUsers');
  const columns: Column<Row>[] = [
    { id: 'line', header: t('many.line'), width: 56, align: 'right', phone: 'hidden', cell: ({ line }) => line.number },
    { id: 'name', header: t('fields.name'), width: '1fr', phone: 'title', cell: ({ line }) => line.name || line.email },
    { id: 'email', header: t('fields.email'), width: '1.2fr', cell: ({ line }) => line.email || '–' },
    {
      id: 'result',
      header: t('many.result'),
      width: '1.6fr',
      cell: ({ result }) =>
        result === undefined ? (
          <StatusMark status="pending" word={t('many.checking')} plain />
        ) : result.problem === null ? (
          <StatusMark status="active" word={t('many.fits')} />
        ) : (
          <StatusMark status="failed" word={result.problem.title} />
        ),
    },
  ];
  return (
    <DataTable label={t('many.check')} columns={columns} rows={rows} rowId={({ line }) => String(line.number)} density="comfortable" />
  );
}

function PasteForm({ project }: { project: ProjectDetails }) {
  const { t } = useTranslation(['namedUsers', 'common']);
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [checked, setChecked] = useState(false);
  const act = useAct('create-named-users');
  const all = parseUsers(text);
  const lines = all.slice(0, mostUsers);
  const users = lines.map(({ name, email, note }) => ({ name, email, ...(note ? { note } : {}) }));
  const input = users.length === 0 ? null : { projectId: project.id, users };
  const [settled] = useDebouncedValue(JSON.stringify(input), 500);
  const isSettled = settled === JSON.stringify(input);
  // The server's own dry run: it sees addresses that are there already, and those that come twice.
  const check = usePreview('create-named-users', isSettled ? input : null);
  const rows = lines.map((line, index) => ({ line, result: isSettled ? check.data?.value.results[index] : undefined }));
  const list = { to: '/projects/$projectId/users', params: { projectId: project.id } } as const;
  const send = () => {
    setChecked(true);
    if (input === null) return;
    act.mutate(
      { input },
      {
        onSuccess: ({ value }) => {
          notify(t('namedUsers:many.added', { count: value.created }));
          const refused = value.results.filter(({ problem }) => problem !== null).map(({ index }) => lines[index]!);
          const left = [...refused, ...all.slice(mostUsers)];
          if (left.length === 0) return void navigate(list);
          // What was refused stays in the field, to be mended.
          setText(left.map(({ name, email, note }) => [name, email, note].join('; ')).join('\n'));
        },
      },
    );
  };
  return (
    <>
      <Form
        label={t('namedUsers:many.title')}
        submit={t('namedUsers:many.submit', { count: lines.length })}
        busy={act.isPending}
        problem={act.error?.problem}
        cancel={list}
        onSubmit={send}
      >
        <Textarea
          label={t('namedUsers:many.lines')}
          description={t('namedUsers:many.hint')}
          autosize
          minRows={6}
          maxRows={16}
          spellCheck={false}
          value={text}
          error={checked && lines.length === 0 ? t('common:required') : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {all.length > mostUsers ? <Note>{t('namedUsers:many.tooMany', { most: mostUsers, count: all.length - mostUsers })}</Note> : null}
      </Form>
      {check.error ? <ProblemAlert problem={check.error.problem} onRetry={() => void check.refetch()} /> : null}
      {rows.length > 0 ? <Lines rows={rows} /> : null}
    </>
  );
}

/** Adds many named users from a pasted list; each line has a result of its own. */
export default function NewUsers() {
  const { t } = useTranslation('namedUsers');
  const { project } = useProject();
  return (
    <Guarded by="pools.write">
      <PageHeader title={t('many.title')} />
      <PasteForm project={project} />
    </Guarded>
  );
}

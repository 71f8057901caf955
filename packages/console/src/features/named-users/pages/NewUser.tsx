import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { useAct } from '../../../lib/use-operation.ts';
import { useProject } from '../../projects/index.ts';
import { UserForm } from '../UserForm.tsx';

/** Adds a named user to a project. */
export default function NewUser() {
  const { t } = useTranslation('namedUsers');
  const { project } = useProject();
  const navigate = useNavigate();
  const act = useAct('create-named-user');
  const list = { to: '/projects/$projectId/users', params: { projectId: project.id } } as const;
  return (
    <Guarded by="pools.write">
      <PageHeader title={t('new.title')} />
      <UserForm
        label={t('new.title')}
        submit={t('new.submit')}
        busy={act.isPending}
        problem={act.error?.problem}
        cancel={list}
        onSubmit={({ name, email, note }) =>
          act.mutate(
            { input: { projectId: project.id, name: name.trim(), email: email.trim(), note: note.trim() } },
            {
              onSuccess: ({ value }) => {
                notify(t('new.done', { name: value.name }));
                void navigate(list);
              },
            },
          )
        }
      />
    </Guarded>
  );
}

import { Box, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Copyable } from '../../components/Copyable.tsx';
import { confirm } from '../../components/confirm.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Note } from '../../components/Note.tsx';
import { notify, notifyProblem } from '../../components/notify.tsx';
import { Section } from '../../components/Section.tsx';
import { Strong } from '../../components/Strong.tsx';
import { When } from '../../components/When.tsx';
import { useMe } from '../../lib/session.tsx';
import type { ProjectDetails } from '../../lib/types.ts';
import { useAct, useOperation } from '../../lib/use-operation.ts';

/** What is entered into the controllers of a project (E1), for those who may let them in; another one, where strangers know it. */
export function CustomerId({ project }: { project: Pick<ProjectDetails, 'id' | 'name'> }) {
  const { t } = useTranslation('enrolment');
  const me = useMe();
  const query = useOperation('get-customer-id', { projectId: project.id });
  const act = useAct('renew-customer-id');
  const known = query.data?.value;
  if (!known) return null;
  const ask = () =>
    confirm({
      title: t('customerId.title', { name: project.name }),
      text: <Strong text={t('customerId.text', { name: project.name })} />,
      organization: me.current.organization.name,
      action: t('customerId.action'),
      danger: true,
      onConfirm: () =>
        act.mutate(
          { input: { projectId: project.id } },
          { onSuccess: () => notify(t('customerId.done')), onError: (error) => notifyProblem(error) },
        ),
    });
  return (
    <Box mb="md">
      <Section
        title={t('customerId.label')}
        hint={t('customerId.hint')}
        framed
        actions={
          <Button variant="default" loading={act.isPending} onClick={ask}>
            {t('customerId.renew')}
          </Button>
        }
      >
        <Facts
          facts={[
            { label: t('customerId.label'), value: <Copyable text={known.customerId ?? ''} what={t('customerId.label')} />, wide: true },
            { label: t('customerId.since'), value: <When at={known.since} /> },
          ]}
        />
        {project.id === `prj_${known.customerId}` ? <Note color="amber">{t('customerId.isPublic')}</Note> : null}
      </Section>
    </Box>
  );
}

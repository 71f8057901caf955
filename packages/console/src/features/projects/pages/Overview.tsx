import { IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Copyable } from '../../../components/Copyable.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { When } from '../../../components/When.tsx';
import { useLabel } from '../../../lib/session.tsx';
import { Capacities } from '../../controllers/index.ts';
import { SeatsOf } from '../../seats/index.ts';
import { Counts } from '../Counts.tsx';
import { useProject } from '../context.tsx';
import { useSettingsWords } from '../use-settings-words.ts';

/** A project at one glance: how many are licensed and how many are not, its id, and what happens when licences end. */
export default function Overview() {
  const { t } = useTranslation('projects');
  const { project } = useProject();
  const customer = useLabel('customer');
  const words = useSettingsWords(project.settings);
  return (
    <>
      <PageHeader
        title={project.name}
        actions={
          <ActButton
            permission="pools.write"
            variant="default"
            leftSection={<IconSettings size={16} aria-hidden />}
            link={{ to: '/projects/$projectId/settings', params: { projectId: project.id } }}
          >
            {t('settings.action')}
          </ActButton>
        }
      />
      <Counts project={project} />
      <SeatsOf projectId={project.id} />
      <Capacities projectId={project.id} />
      <Section title={t('overview.about')} framed>
        <Facts
          facts={[
            { label: t('fields.id'), value: <Copyable text={project.id} what={t('fields.id')} />, wide: true },
            { label: customer, value: project.customer.name },
            { label: t('fields.created'), value: <When at={project.createdAt} /> },
          ]}
        />
      </Section>
      <Section title={t('settings.title')} framed>
        <Facts
          facts={[
            { label: t('fields.noticeDays'), value: words.notice },
            { label: t('fields.atExpiry'), value: words.atExpiry, wide: true },
          ]}
        />
      </Section>
    </>
  );
}

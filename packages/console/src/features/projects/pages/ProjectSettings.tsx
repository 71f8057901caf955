import { Radio, Stack, TagsInput, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { Form } from '../../../components/Form.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { fieldErrors } from '../../../lib/field-errors.ts';
import type { ProjectDetails } from '../../../lib/types.ts';
import { useAct } from '../../../lib/use-operation.ts';
import { useProject } from '../context.tsx';
import { daysIn } from '../notice-days.ts';

type AtExpirySetting = ProjectDetails['settings']['atExpiry'];
type PreferSetting = ProjectDetails['settings']['extendPrefer'];

/** What happens when a licence ends, and which licence then takes over. */
function AtExpiry({
  atExpiry,
  prefer,
  onChange,
  onPrefer,
}: {
  atExpiry: AtExpirySetting;
  prefer: PreferSetting;
  onChange: (value: AtExpirySetting) => void;
  onPrefer: (value: PreferSetting) => void;
}) {
  const { t } = useTranslation('projects');
  return (
    <>
      <Radio.Group label={t('fields.atExpiry')} value={atExpiry} onChange={(value) => onChange(value as AtExpirySetting)}>
        <Stack gap="xs" mt="xs">
          <Radio value="lapse" label={t('settings.lapse')} />
          <Radio value="extend" label={t('settings.extend')} />
        </Stack>
      </Radio.Group>
      {atExpiry === 'extend' ? (
        <Radio.Group label={t('settings.prefer')} value={prefer} onChange={(value) => onPrefer(value as PreferSetting)}>
          <Stack gap="xs" mt="xs">
            <Radio value="shortest" label={t('settings.shortest')} />
            <Radio value="longest" label={t('settings.longest')} />
          </Stack>
        </Radio.Group>
      ) : null}
    </>
  );
}

function SettingsForm({ project, etag: latest }: { project: ProjectDetails; etag: string | null }) {
  const { t } = useTranslation(['projects', 'common']);
  const navigate = useNavigate();
  // The version that is being edited, not a newer one read meanwhile.
  const [etag] = useState(latest);
  const { settings } = project;
  const [name, setName] = useState(project.name);
  const [days, setDays] = useState<readonly string[]>(settings.noticeDays.map(String));
  const [atExpiry, setAtExpiry] = useState(settings.atExpiry);
  const [extendPrefer, setPrefer] = useState(settings.extendPrefer);
  const act = useAct('update-project');
  const errors = fieldErrors(act.error?.problem);
  const noticeDays = daysIn(days);
  const back = { to: '/projects/$projectId', params: { projectId: project.id } } as const;
  const send = () => {
    if (noticeDays === null || name.trim() === '') return;
    // Days that nobody touched stay the catalog's where they are: they follow it.
    const touched = String(noticeDays) === String(daysIn(settings.noticeDays.map(String))) ? {} : { noticeDays };
    act.mutate(
      { input: { projectId: project.id, name: name.trim(), ...touched, atExpiry, extendPrefer }, etag },
      {
        onSuccess: () => {
          notify(t('projects:settings.saved'));
          void navigate(back);
        },
      },
    );
  };
  return (
    <Form
      label={t('projects:settings.action')}
      submit={t('common:save')}
      busy={act.isPending}
      problem={act.error?.problem}
      cancel={back}
      onSubmit={send}
    >
      <TextInput
        label={t('projects:fields.name')}
        value={name}
        error={name.trim() === '' ? t('common:required') : errors['name']}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TagsInput
        label={t('projects:fields.noticeDays')}
        description={t('projects:settings.noticeHint')}
        value={[...days]}
        error={noticeDays === null ? t('projects:settings.noticeWrong') : errors['noticeDays']}
        maxTags={10}
        inputMode="numeric"
        onChange={setDays}
      />
      <AtExpiry atExpiry={atExpiry} prefer={extendPrefer} onChange={setAtExpiry} onPrefer={setPrefer} />
    </Form>
  );
}

/** Changes a project's name, when people are told that a licence ends, and what happens then (A11). */
export default function ProjectSettings() {
  const { t } = useTranslation('projects');
  const { project, etag } = useProject();
  return (
    <Guarded by="pools.write">
      <PageHeader title={t('settings.action')} />
      <SettingsForm project={project} etag={etag} />
    </Guarded>
  );
}

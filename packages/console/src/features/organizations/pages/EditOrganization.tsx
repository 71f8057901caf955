import { TextInput } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Form } from '../../../components/Form.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { useAct, useOperation } from '../../../lib/use-operation.ts';
import type { Organization } from '../words.ts';

function RenameForm({ organization, etag: latest }: { organization: Organization; etag: string | null }) {
  const { t } = useTranslation(['organizations', 'common']);
  const navigate = useNavigate();
  // The version that is being edited, not a newer one read meanwhile: whoever changed it first is not overwritten.
  const [etag] = useState(latest);
  const [name, setName] = useState(organization.name);
  const [checked, setChecked] = useState(false);
  const act = useAct('update-organization');
  const back = { to: '/organizations/$organizationId', params: { organizationId: organization.id } } as const;
  const save = () => {
    setChecked(true);
    if (!name.trim()) return;
    const done = () => {
      notify(t('organizations:rename.saved', { name: name.trim() }));
      void navigate(back);
    };
    act.mutate({ input: { organizationId: organization.id, name: name.trim() }, etag }, { onSuccess: done });
  };
  return (
    <Form
      label={t('organizations:rename.title', { name: organization.name })}
      submit={t('organizations:rename.action')}
      busy={act.isPending}
      problem={act.error?.problem}
      cancel={back}
      onSubmit={save}
    >
      <TextInput
        label={t('organizations:fields.name')}
        description={t('organizations:rename.hint')}
        required
        withAsterisk={false}
        autoFocus
        autoComplete="off"
        maxLength={200}
        value={name}
        error={fieldErrors(act.error?.problem)['name'] ?? (checked && !name.trim() ? t('common:required') : undefined)}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Form>
  );
}

/** Renames an organization. */
export default function EditOrganization() {
  const { t } = useTranslation('organizations');
  const { organizationId } = useParams({ from: '/shell/organizations/$organizationId/edit' });
  const query = useOperation('get-organization', { organizationId });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const organization = query.data.value;
  return (
    <Guarded by="organizations.write">
      <PageHeader
        title={t('rename.title', { name: organization.name })}
        above={
          <TextLink to="/organizations/$organizationId" params={{ organizationId }}>
            {organization.name}
          </TextLink>
        }
      />
      <RenameForm organization={organization} etag={query.data.etag} />
    </Guarded>
  );
}

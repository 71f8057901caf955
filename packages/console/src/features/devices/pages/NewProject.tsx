import { TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { Form } from '../../../components/Form.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { useMe } from '../../../lib/session.tsx';
import { useAct, useOperation } from '../../../lib/use-operation.ts';
import { hasControllers, useCatalog } from '../../catalog/index.ts';
import { CustomerPicker } from '../pickers.tsx';

function NewForm() {
  const { t } = useTranslation(['projects', 'common']);
  const navigate = useNavigate();
  const { customerId: given } = useSearch({ from: '/shell/projects/new' });
  const { catalog } = useCatalog();
  const isCustomer = useMe().current.organization.kind === 'customer';
  const [customerId, setCustomer] = useState<string | null>(given ?? null);
  const customer = useOperation('get-customer', customerId ? { customerId } : null).data?.value ?? null;
  const [name, setName] = useState('');
  const [checked, setChecked] = useState(false);
  const act = useAct('create-project');
  const missing = (isMissing: boolean) => (checked && isMissing ? t('common:required') : undefined);
  const send = () => {
    setChecked(true);
    if (name.trim() === '' || (customerId === null && !isCustomer)) return;
    const input = { name: name.trim(), ...(customerId === null ? {} : { customerId }) };
    act.mutate(
      { input },
      {
        onSuccess: ({ value }) => {
          notify(t('projects:new.done', { name: value.name }));
          void navigate({ to: '/projects/$projectId', params: { projectId: value.id } });
        },
      },
    );
  };
  return (
    <Form
      label={t('projects:new.title')}
      submit={t('projects:new.submit')}
      busy={act.isPending}
      problem={act.error?.problem}
      cancel={{ to: '/projects' }}
      onSubmit={send}
    >
      {isCustomer ? null : <CustomerPicker value={customer} error={missing(customerId === null)} onChange={setCustomer} />}
      <TextInput
        label={t('projects:fields.name')}
        {...(hasControllers(catalog) ? { description: t('projects:new.nameHint') } : {})}
        value={name}
        error={missing(name.trim() === '') ?? fieldErrors(act.error?.problem)['name']}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Form>
  );
}

/** Adds a project to a customer; its customer id is made with it, which is told where there are controllers that need it. */
export default function NewProject() {
  const { t } = useTranslation('projects');
  return (
    <Guarded by="pools.write">
      <PageHeader title={t('new.title')} above={<TextLink to="/projects">{t('list.title')}</TextLink>} />
      <NewForm />
    </Guarded>
  );
}

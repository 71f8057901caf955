import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import type { Customer } from '../../../lib/types.ts';
import { useAct, useOperation } from '../../../lib/use-operation.ts';
import { CustomerForm } from '../CustomerForm.tsx';

function EditForm({ customer, etag: latest }: { customer: Customer; etag: string | null }) {
  const { t } = useTranslation(['devices', 'common']);
  const navigate = useNavigate();
  // The version that is being edited, not a newer one read meanwhile: whoever changed it first is not overwritten.
  const [etag] = useState(latest);
  const act = useAct('update-customer');
  const toCustomer = { to: '/customers/$customerId', params: { customerId: customer.id } } as const;
  const done = () => {
    notify(t('devices:saved'));
    void navigate(toCustomer);
  };
  return (
    <CustomerForm
      label={t('devices:editCustomer.title', { name: customer.name })}
      submit={t('common:save')}
      initial={customer}
      busy={act.isPending}
      problem={act.error?.problem}
      cancel={toCustomer}
      onSubmit={({ name, address, referenceNote }) =>
        act.mutate({ input: { customerId: customer.id, name, address, referenceNote }, etag }, { onSuccess: done })
      }
    />
  );
}

/** Changes a customer's name, address or note. */
export default function EditCustomer() {
  const { t } = useTranslation('devices');
  const { customerId } = useParams({ from: '/shell/customers/$customerId/edit' });
  const query = useOperation('get-customer', { customerId });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const customer = query.data.value;
  return (
    <Guarded by="customers.write">
      <PageHeader
        title={t('editCustomer.title', { name: customer.name })}
        above={
          <TextLink to="/customers/$customerId" params={{ customerId }}>
            {customer.name}
          </TextLink>
        }
      />
      <EditForm customer={customer} etag={query.data.etag} />
    </Guarded>
  );
}

import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { useAct } from '../../../lib/use-operation.ts';
import { CustomerForm } from '../CustomerForm.tsx';

/** Adds a customer, then shows it. */
export default function NewCustomer() {
  const { t } = useTranslation('devices');
  const navigate = useNavigate();
  const act = useAct('create-customer');
  return (
    <Guarded by="customers.write">
      <PageHeader title={t('newCustomer.title')} above={<TextLink to="/customers">{t('customers.title')}</TextLink>} />
      <CustomerForm
        label={t('newCustomer.title')}
        submit={t('newCustomer.submit')}
        busy={act.isPending}
        problem={act.error?.problem}
        cancel={{ to: '/customers' }}
        onSubmit={(fields) =>
          act.mutate(
            { input: fields },
            { onSuccess: ({ value }) => void navigate({ to: '/customers/$customerId', params: { customerId: value.id } }) },
          )
        }
      />
    </Guarded>
  );
}

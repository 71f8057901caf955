import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { useAct, useOperation } from '../../lib/use-operation.ts';
import { CustomerForm } from './CustomerForm.tsx';
import classes from './forms.module.css';
import { CustomerPicker } from './pickers.tsx';

/** The customer of a new device: found, or added right here. */
export function CustomerChoice({
  id,
  error,
  onChange,
}: {
  id: string | null;
  error: string | undefined;
  onChange: (id: string | null) => void;
}) {
  const { t } = useTranslation('devices');
  const [adding, setAdding] = useState(false);
  const customer = useOperation('get-customer', id ? { customerId: id } : null);
  const act = useAct('create-customer');
  if (adding) {
    return (
      <div className={classes.inline}>
        <CustomerForm
          label={t('newCustomer.title')}
          submit={t('newCustomer.submit')}
          busy={act.isPending}
          problem={act.error?.problem}
          onSubmit={(fields) =>
            act.mutate(
              { input: fields },
              {
                onSuccess: ({ value }) => {
                  setAdding(false);
                  onChange(value.id);
                },
              },
            )
          }
        />
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setAdding(false)}>
          {t('newCustomer.findInstead')}
        </Button>
      </div>
    );
  }
  return (
    <div>
      <CustomerPicker value={id ? (customer.data?.value ?? { name: '…' }) : null} error={error} onChange={onChange} />
      {id ? null : (
        <ActButton
          permission="customers.write"
          variant="subtle"
          size="compact-sm"
          mt={4}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          {t('newCustomer.title')}
        </ActButton>
      )}
    </div>
  );
}

import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { ProblemAlert } from '../../components/ErrorState.tsx';
import { Form } from '../../components/Form.tsx';
import { fieldErrors } from '../../lib/field-errors.ts';
import type { Device } from '../../lib/types.ts';
import { useAct, useOperation } from '../../lib/use-operation.ts';
import { useCatalog } from '../catalog/index.ts';
import { CustomerForm } from './CustomerForm.tsx';
import classes from './forms.module.css';
import { HardwareKeyField } from './HardwareKeyField.tsx';
import { CustomerPicker } from './pickers.tsx';

interface Props {
  /** The customer, when the form was opened from its page. */
  readonly customerId?: string | undefined;
  readonly hardwareKey?: string | undefined;
  readonly cancel?: LinkProps;
  readonly onCreated: (device: Device) => void;
}

/** The customer of a new device: found, or added right here. */
function CustomerChoice({ id, error, onChange }: { id: string | null; error: string | undefined; onChange: (id: string | null) => void }) {
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

function ProductSelect({
  value,
  error,
  onChange,
}: {
  value: string | null;
  error: string | undefined;
  onChange: (id: string | null) => void;
}) {
  const { t } = useTranslation('devices');
  const { catalog } = useCatalog();
  const products = (catalog?.products ?? []).filter((one) => !one.withdrawn);
  return (
    <Select
      label={t('fields.product')}
      placeholder={t('fields.productPlaceholder')}
      data={products.map((one) => ({ value: one.id, label: one.label }))}
      value={value}
      searchable={products.length > 8}
      required
      withAsterisk={false}
      error={error}
      onChange={onChange}
    />
  );
}

/** Adds a device: customer, product, name, hardware key with its live check, note. */
export function DeviceForm({ customerId, hardwareKey = '', cancel, onCreated }: Props) {
  const { t } = useTranslation(['devices', 'common']);
  const { error } = useCatalog();
  const [customer, setCustomer] = useState<string | null>(customerId ?? null);
  const [product, setProduct] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [key, setKey] = useState(hardwareKey);
  const [note, setNote] = useState('');
  const [checked, setChecked] = useState(false);
  const act = useAct('create-device');
  const problem = act.error?.problem;
  const errors = fieldErrors(problem);
  const missing = (value: string | null) => (checked && !value?.trim() ? t('common:required') : undefined);
  // What was said of key and product before holds no more.
  const changed =
    <Value,>(set: (next: Value) => void) =>
    (next: Value) => {
      set(next);
      if (problem) act.reset();
    };
  const send = () => {
    setChecked(true);
    if (!customer || !product || !name.trim() || !key.trim()) return;
    const input = { customerId: customer, product, name: name.trim(), hardwareKey: key, referenceNote: note };
    act.mutate({ input }, { onSuccess: ({ value }) => onCreated(value) });
  };
  return (
    <div className={classes.whole}>
      {error ? <ProblemAlert problem={error.problem} /> : null}
      {customerId ? null : <CustomerChoice id={customer} error={missing(customer)} onChange={setCustomer} />}
      <div style={{ height: customerId ? 0 : 16 }} />
      <Form
        label={t('devices:newDevice.title')}
        submit={t('devices:newDevice.submit')}
        busy={act.isPending}
        problem={problem}
        {...(cancel ? { cancel } : {})}
        onSubmit={send}
      >
        <ProductSelect value={product} error={errors['product'] ?? missing(product)} onChange={changed(setProduct)} />
        <TextInput
          label={t('devices:fields.name')}
          description={t('devices:fields.nameHint')}
          required
          withAsterisk={false}
          autoComplete="off"
          value={name}
          error={errors['name'] ?? missing(name)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <HardwareKeyField
          product={product}
          value={key}
          error={errors['hardwareKey'] ?? missing(key)}
          isRefused={problem?.code === 'hardware-key-invalid'}
          onChange={changed(setKey)}
          onProduct={changed(setProduct)}
        />
        <Textarea
          label={t('devices:fields.referenceNote')}
          description={t('devices:fields.referenceNoteHint')}
          value={note}
          error={errors['referenceNote']}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Form>
    </div>
  );
}

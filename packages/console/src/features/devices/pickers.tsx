import { Button, CloseButton } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { SearchSelect } from '../../components/SearchSelect.tsx';
import { modelName } from '../../lib/model-name.ts';
import type { Customer, Device } from '../../lib/types.ts';
import { useOperation } from '../../lib/use-operation.ts';
import { DeviceStatus } from './DeviceStatus.tsx';
import classes from './pickers.module.css';

function DeviceLine({ device }: { device: Device }) {
  return (
    <span className={classes.option}>
      <span className={classes.name}>{device.name}</span>
      <Key text={device.hardwareKey} />
      <span className={classes.soft}>
        {device.customer.name} · {modelName(device)}
      </span>
    </span>
  );
}

function useDeviceOptions(text: string) {
  const query = useOperation('list-devices', { ...(text ? { q: text } : {}), limit: 12 }, { keepPrevious: true });
  const options = (query.data?.value.items ?? []).map((device) => ({
    id: device.id,
    title: device.name,
    content: <DeviceLine device={device} />,
  }));
  return { options, isPending: query.isPending || query.isFetching };
}

/** The device chosen, shown whole so that one sees whether it is the right one of the right customer. */
export function DeviceCard({ device, onChange, picked = false }: { device: Device; onChange?: () => void; picked?: boolean }) {
  const { t } = useTranslation('devices');
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The search field it was picked in is gone: the keyboard continues at what was picked.
    if (picked && document.activeElement === document.body) ref.current?.focus();
  }, [picked]);
  return (
    <div ref={ref} tabIndex={-1} className={classes.card}>
      <div className={classes.cardText}>
        <strong>{device.name}</strong>
        <span>
          <Key text={device.hardwareKey} /> · {modelName(device)}
        </span>
        <span className={classes.soft}>{device.customer.name}</span>
      </div>
      <DeviceStatus device={device} />
      {onChange ? (
        <Button size="compact-sm" variant="default" onClick={onChange}>
          {t('pick.other')}
        </Button>
      ) : null}
    </div>
  );
}

/** Finds a device by part of its name or hardware key. */
export function DevicePicker({
  value,
  onChange,
  footer,
}: {
  value: Device | null;
  onChange: (id: string | null) => void;
  footer?: (text: string) => ReactNode;
}) {
  const { t } = useTranslation('devices');
  const [picked, setPicked] = useState(false);
  if (value) return <DeviceCard device={value} picked={picked} onChange={() => onChange(null)} />;
  return (
    <SearchSelect
      label={t('pick.device')}
      placeholder={t('pick.devicePlaceholder')}
      useOptions={useDeviceOptions}
      onPick={(id) => {
        setPicked(true);
        onChange(id);
      }}
      {...(footer ? { footer } : {})}
    />
  );
}

function useCustomerOptions(text: string) {
  const query = useOperation('list-customers', { ...(text ? { q: text } : {}), limit: 12 }, { keepPrevious: true });
  const options = (query.data?.value.items ?? []).map((customer) => ({
    id: customer.id,
    title: customer.name,
    content: (
      <span className={classes.option}>
        <span className={classes.name}>{customer.name}</span>
        <span className={classes.soft}>{[customer.address.postalCode, customer.address.city].filter(Boolean).join(' ')}</span>
      </span>
    ),
  }));
  return { options, isPending: query.isPending || query.isFetching };
}

/** Finds a customer by part of its name. */
export function CustomerPicker({
  value,
  error,
  onChange,
  footer,
}: {
  value: Pick<Customer, 'name'> | null;
  error?: string | undefined;
  onChange: (id: string | null) => void;
  footer?: (text: string) => ReactNode;
}) {
  const { t } = useTranslation('devices');
  if (value) {
    return (
      <fieldset className={classes.chosen}>
        <legend>{t('fields.customer')}</legend>
        <span>{value.name}</span>
        <CloseButton size="sm" aria-label={t('pick.otherCustomer')} onClick={() => onChange(null)} />
      </fieldset>
    );
  }
  return (
    <SearchSelect
      label={t('fields.customer')}
      placeholder={t('pick.customerPlaceholder')}
      error={error}
      useOptions={useCustomerOptions}
      onPick={onChange}
      {...(footer ? { footer } : {})}
    />
  );
}

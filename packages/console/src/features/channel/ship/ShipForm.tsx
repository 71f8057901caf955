import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { PackField } from '../../../components/PackField.tsx';
import { Section } from '../../../components/Section.tsx';
import { useLabel } from '../../../lib/session.tsx';
import type { Catalog } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import type { Draft } from './draft.ts';
import classes from './ShipForm.module.css';
import { ShipLines } from './ShipLines.tsx';

interface Props {
  readonly catalog: Catalog;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function Receiver({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTranslation('channel');
  const query = useOperation('list-organizations', { limit: 200 });
  const partners = (query.data?.value.items ?? []).filter((one) => one.kind === 'distributor' || one.kind === 'dealer');
  return (
    <>
      <Select
        label={t('order.receiver')}
        placeholder={t('ship.receiverPlaceholder')}
        data={partners.map((one) => ({ value: one.id, label: one.name }))}
        value={value}
        required
        searchable
        nothingFoundMessage={t('ship.noReceiver')}
        onChange={onChange}
      />
      {query.error ? <ProblemAlert problem={query.error.problem} /> : null}
    </>
  );
}

/** Numbers, receiver, the pack's own fields, note, and the lines of a new order. */
export function ShipForm({ catalog, draft, onChange }: Props) {
  const { t } = useTranslation('channel');
  const salesOrder = useLabel('salesOrder');
  const purchaseOrder = useLabel('purchaseOrder');
  const set = (changes: Partial<Draft>) => onChange({ ...draft, ...changes });
  return (
    <>
      <Section title={t('ship.order')}>
        <div className={classes.fields}>
          <TextInput
            label={salesOrder}
            required
            autoComplete="off"
            value={draft.salesOrder}
            onChange={(event) => set({ salesOrder: event.currentTarget.value })}
          />
          <TextInput
            label={purchaseOrder}
            autoComplete="off"
            value={draft.purchaseOrder}
            onChange={(event) => set({ purchaseOrder: event.currentTarget.value })}
          />
          <Receiver value={draft.receiverId} onChange={(receiverId) => set({ receiverId })} />
          <NumberInput
            label={t('order.maintenanceMonths')}
            min={1}
            max={240}
            allowDecimal={false}
            allowNegative={false}
            value={draft.maintenanceMonths}
            onChange={(maintenanceMonths) => set({ maintenanceMonths })}
          />
          {catalog.orderFields.map((field) => (
            <PackField
              key={field.id}
              field={field}
              value={draft.fields[field.id] ?? ''}
              onChange={(value) => set({ fields: { ...draft.fields, [field.id]: value } })}
            />
          ))}
          <Textarea
            label={t('order.note')}
            value={draft.note}
            className={classes.wide}
            onChange={(event) => set({ note: event.currentTarget.value })}
          />
        </div>
      </Section>
      <Section title={t('line.title')} hint={t('ship.linesHint')}>
        <ShipLines parts={catalog.parts.filter((part) => !part.withdrawn)} lines={draft.lines} onChange={(lines) => set({ lines })} />
      </Section>
    </>
  );
}

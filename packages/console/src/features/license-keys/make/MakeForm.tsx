import { NumberInput, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Agreement } from '../../../components/act/index.ts';
import { OrganizationPicker, useOrganization } from '../../../components/OrganizationPicker.tsx';
import { PackField } from '../../../components/PackField.tsx';
import { ProjectPicker } from '../../../components/ProjectPicker.tsx';
import { Section } from '../../../components/Section.tsx';
import { useLabel } from '../../../lib/session.tsx';
import type { Catalog, ValueOf } from '../../../lib/types.ts';
import classes from '../LicenseKeys.module.css';
import { type Draft, mostKeysMade } from './draft.ts';

interface Props {
  readonly catalog: Catalog;
  readonly draft: Draft;
  readonly isVendor: boolean;
  /** What is accepted as keys are registered. */
  readonly terms: ValueOf<'get-license-key-terms'>['agreement'];
  readonly onChange: (draft: Draft) => void;
}

/** Where the units come from, and who gets the keys: only the vendor makes new units. */
function Source({ draft, set }: { draft: Draft; set: (changes: Partial<Draft>) => void }) {
  const { t } = useTranslation('licenseKeys');
  const receiver = useOrganization(draft.receiverId ?? undefined);
  return (
    <>
      <Radio.Group
        className={classes.wide}
        label={t('make.source')}
        value={draft.source}
        onChange={(source) => set({ source: source as Draft['source'] })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="issue" label={t('make.from.issue')} />
          <Radio value="bin" label={t('make.from.bin')} />
        </Stack>
      </Radio.Group>
      {draft.source === 'issue' ? (
        <div className={classes.wide}>
          <OrganizationPicker
            label={t('make.receiver')}
            hint={t('make.receiverHint')}
            kinds={['distributor', 'dealer']}
            optional
            value={receiver}
            onChange={(receiverId) => set({ receiverId })}
          />
        </div>
      ) : null}
    </>
  );
}

/** The order that new units are for: its numbers, and what the pack asks of every order. */
function Order({ catalog, draft, set }: { catalog: Catalog; draft: Draft; set: (changes: Partial<Draft>) => void }) {
  const { t } = useTranslation('licenseKeys');
  const [salesOrder, purchaseOrder] = [useLabel('salesOrder'), useLabel('purchaseOrder')];
  const isIssue = draft.source === 'issue';
  return (
    <>
      <TextInput
        label={salesOrder}
        description={t(isIssue ? 'make.orderHint' : 'make.binOrderHint')}
        autoComplete="off"
        value={draft.salesOrder}
        onChange={(event) => set({ salesOrder: event.currentTarget.value })}
      />
      {isIssue ? (
        <TextInput
          label={purchaseOrder}
          autoComplete="off"
          value={draft.purchaseOrder}
          onChange={(event) => set({ purchaseOrder: event.currentTarget.value })}
        />
      ) : null}
      {isIssue && draft.salesOrder.trim() !== ''
        ? catalog.orderFields.map((field) => (
            <PackField
              key={field.id}
              field={field}
              value={draft.fields[field.id] ?? ''}
              onChange={(value) => set({ fields: { ...draft.fields, [field.id]: value } })}
            />
          ))
        : null}
    </>
  );
}

/** Whose the keys are: of a project they are registered there, and whoever has one need only type it. */
function Whose({ draft, terms, set }: Pick<Props, 'draft' | 'terms'> & { set: (changes: Partial<Draft>) => void }) {
  const { t } = useTranslation('licenseKeys');
  return (
    <Stack className={classes.wide} gap="md">
      <ProjectPicker id={draft.projectId} hint={t('make.projectHint')} onChange={(projectId) => set({ projectId, accepted: false })} />
      {draft.projectId === null || terms === null ? null : (
        <Agreement agreement={terms} accepted={draft.accepted} onAccept={(accepted) => set({ accepted })} />
      )}
    </Stack>
  );
}

/** Which licences, how many keys, worth how many units each, from where, for whom and for which order. */
export function MakeForm({ catalog, draft, isVendor, terms, onChange }: Props) {
  const { t } = useTranslation('licenseKeys');
  const part = useLabel('part');
  const set = (changes: Partial<Draft>) => onChange({ ...draft, ...changes });
  const whole = { min: 1, allowDecimal: false, allowNegative: false, clampBehavior: 'none' } as const;
  const parts = catalog.parts.filter((one) => one.class === 'licence' && (!one.withdrawn || draft.source === 'bin'));
  return (
    <Section title={t('make.what')}>
      <div className={classes.fields}>
        {isVendor ? <Source draft={draft} set={set} /> : null}
        <Select
          className={classes.wide}
          label={part}
          data={parts.map((one) => ({ value: one.number, label: `${one.label} (${one.number})` }))}
          value={draft.part}
          required
          searchable
          onChange={(number) => set({ part: number })}
        />
        <NumberInput
          label={t('fields.keys')}
          required
          max={mostKeysMade}
          {...whole}
          value={draft.keys}
          onChange={(keys) => set({ keys })}
        />
        <NumberInput
          label={t('fields.quantityPerKey')}
          required
          max={1_000_000}
          {...whole}
          value={draft.quantityPerKey}
          onChange={(quantityPerKey) => set({ quantityPerKey })}
        />
        <Order catalog={catalog} draft={draft} set={set} />
        <Whose draft={draft} terms={terms} set={set} />
        <Textarea
          className={classes.wide}
          label={t('fields.note')}
          value={draft.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
      </div>
    </Section>
  );
}

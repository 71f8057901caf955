import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Form } from '../../../components/Form.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { fieldErrors } from '../../../lib/field-errors.ts';
import type { Catalog, Device, ValueOf } from '../../../lib/types.ts';
import { useAct, useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { Follows } from '../Follows.tsx';
import { KeyFields } from '../keys/KeyFields.tsx';
import { enteredKeys, isComplete, noKeys, wantsOf } from '../keys/wants.ts';
import { findModel, type Model } from '../model.ts';
import { DeviceCard } from '../pickers.tsx';

type Relation = ValueOf<'list-child-devices'>['relations'][number];

/** What the pack wants to be confirmed, where it does. */
function Confirmation({
  text,
  given,
  isMissing,
  onGive,
}: {
  text: string | null;
  given: boolean;
  isMissing: boolean;
  onGive: (given: boolean) => void;
}) {
  const { t } = useTranslation('devices');
  if (text === null) return null;
  return (
    <Checkbox
      size="sm"
      label={text}
      checked={given}
      error={isMissing ? t('newChild.confirmMissing') : undefined}
      onChange={(event) => onGive(event.currentTarget.checked)}
    />
  );
}

function ChildForm({ parent, relation, model, catalog }: { parent: Device; relation: Relation; model: Model; catalog: Catalog }) {
  const { t } = useTranslation(['devices', 'common']);
  const navigate = useNavigate();
  const wants = wantsOf(model);
  const [name, setName] = useState(parent.name);
  const [texts, setTexts] = useState({ ...noKeys, primary: relation.proposedKey ?? '' });
  const [referenceNote, setNote] = useState('');
  const [confirmed, setConfirmed] = useState(false);
  const [checked, setChecked] = useState(false);
  const act = useAct('create-child-device');
  const problem = act.error?.problem;
  const errors = fieldErrors(problem);
  const unconfirmed = relation.confirmation !== null && !confirmed;
  const send = () => {
    setChecked(true);
    if (!name.trim() || !isComplete(wants, texts) || unconfirmed) return;
    const input = { deviceId: parent.id, relation: relation.id, name: name.trim(), ...enteredKeys(wants, texts), referenceNote, confirmed };
    const show = (child: Device) => void navigate({ to: '/devices/$deviceId', params: { deviceId: child.id } });
    act.mutate({ input }, { onSuccess: ({ value }) => show(value) });
  };
  return (
    <Form
      label={t('devices:newChild.submit', { child: relation.label })}
      submit={t('devices:newChild.submit', { child: relation.label })}
      busy={act.isPending}
      problem={problem}
      cancel={{ to: '/devices/$deviceId', params: { deviceId: parent.id } }}
      onSubmit={send}
    >
      <TextInput
        label={t('devices:fields.name')}
        description={t('devices:fields.nameHint')}
        required
        withAsterisk={false}
        autoComplete="off"
        value={name}
        error={errors['name'] ?? (checked && !name.trim() ? t('common:required') : undefined)}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <KeyFields
        model={{ product: relation.product, variant: relation.variant }}
        wants={wants}
        texts={texts}
        problem={problem}
        checked={checked}
        {...(relation.proposedKey === null ? {} : { hint: t('devices:newChild.proposed', { parent: parent.name }) })}
        onChange={(next) => {
          setTexts(next);
          if (problem) act.reset();
        }}
      />
      <Follows model={model} catalog={catalog} makesTempKey={wants.primary === null} />
      <Textarea
        label={t('devices:fields.referenceNote')}
        value={referenceNote}
        error={errors['referenceNote']}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Confirmation text={relation.confirmation} given={confirmed} isMissing={checked && unconfirmed} onGive={setConfirmed} />
    </Form>
  );
}

/** Adds a device below another one, as its product allows: the key that follows is there already (B7). */
export default function NewChild() {
  const { t } = useTranslation('devices');
  const { deviceId } = useParams({ from: '/shell/devices/$deviceId/children/new' });
  const { relation: wanted } = useSearch({ from: '/shell/devices/$deviceId/children/new' });
  const device = useOperation('get-device', { deviceId });
  const children = useOperation('list-child-devices', { deviceId });
  const { catalog, error: catalogError } = useCatalog();
  const error = device.error ?? children.error ?? catalogError;
  if (error) return <ErrorState page problem={error.problem} onRetry={() => void Promise.all([device.refetch(), children.refetch()])} />;
  if (!device.data || !children.data || !catalog) return <ObjectSkeleton />;
  const parent = device.data.value;
  const { relations } = children.data.value;
  const relation = relations.find(({ id }) => id === wanted) ?? relations.find(({ creation }) => creation === 'manual');
  const model = relation ? findModel(catalog, { product: relation.product, variant: relation.variant }) : null;
  if (!relation || !model) {
    return (
      <EmptyState
        page
        title={t('newChild.unknown', { parent: parent.name })}
        reason={t('family.hint')}
        action={
          <LinkButton to="/devices/$deviceId" params={{ deviceId }}>
            {t('withParent.show', { parent: parent.name })}
          </LinkButton>
        }
      />
    );
  }
  return (
    <Guarded by="devices.write">
      <PageHeader
        title={t('newChild.title', { child: relation.label, parent: parent.name })}
        above={
          <TextLink to="/devices/$deviceId" params={{ deviceId }}>
            {parent.name}
          </TextLink>
        }
      />
      <div style={{ maxWidth: 560, marginBottom: 16 }}>
        <DeviceCard device={parent} />
      </div>
      <ChildForm parent={parent} relation={relation} model={model} catalog={catalog} />
    </Guarded>
  );
}

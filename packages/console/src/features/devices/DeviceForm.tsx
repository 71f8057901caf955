import { Textarea, TextInput } from '@mantine/core';
import type { LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../components/ErrorState.tsx';
import { Form } from '../../components/Form.tsx';
import { fieldErrors } from '../../lib/field-errors.ts';
import type { Device } from '../../lib/types.ts';
import { useAct } from '../../lib/use-operation.ts';
import { useCatalog } from '../catalog/index.ts';
import { Follows } from './Follows.tsx';
import classes from './forms.module.css';
import { KeyFields } from './keys/KeyFields.tsx';
import { anyKey, enteredKeys, isComplete, noKeys, wantsOf } from './keys/wants.ts';
import { ModelChoice } from './ModelChoice.tsx';
import { findModel, type ModelId } from './model.ts';
import { type Place, PlaceFields } from './Place.tsx';

interface Props {
  /** Which customer's and project's it will be. */
  readonly place: Place;
  readonly hardwareKey?: string | undefined;
  readonly cancel?: LinkProps;
  readonly onCreated: (device: Device) => void;
}

/** What is being filled in, what is missing, and what the server said of it. */
function useDraft({ place, hardwareKey = '', onCreated }: Props) {
  const { t } = useTranslation('common');
  const { catalog, error } = useCatalog();
  const [modelId, setModel] = useState<ModelId | null>(null);
  const [name, setName] = useState('');
  const [texts, setTexts] = useState({ ...noKeys, primary: hardwareKey });
  const [note, setNote] = useState('');
  const [checked, setChecked] = useState(false);
  const act = useAct('create-device');
  const problem = act.error?.problem;
  const model = modelId && findModel(catalog, modelId);
  const wants = modelId === null ? anyKey : model && wantsOf(model);
  // What was said of key and product before holds no more.
  const changed =
    <Value,>(set: (next: Value) => void) =>
    (next: Value) => {
      set(next);
      if (problem) act.reset();
    };
  const send = () => {
    setChecked(true);
    const { customerId, project } = place;
    if (!customerId || !modelId || !wants || !name.trim() || !isComplete(wants, texts)) return;
    const { product, variant } = modelId;
    const which = { product, ...(variant === null ? {} : { variant }) };
    const where = { customerId, ...(project ? { projectId: project.id } : {}) };
    const input = { ...where, ...which, name: name.trim(), ...enteredKeys(wants, texts), referenceNote: note };
    act.mutate({ input }, { onSuccess: ({ value }) => onCreated(value) });
  };
  return {
    ...{ catalog, catalogProblem: error?.problem, modelId, model, wants, name, texts, note, checked, problem },
    ...{ setModel: changed(setModel), setName, setTexts: changed(setTexts), setNote },
    busy: act.isPending,
    errors: fieldErrors(problem),
    missing: (value: string | null | undefined) => (checked && !value?.trim() ? t('required') : undefined),
    send,
  };
}

/** The fields that the chosen model wants, and what happens beside them. */
function ModelFields({ draft }: { draft: ReturnType<typeof useDraft> }) {
  const { t } = useTranslation('devices');
  const { modelId, model, wants, texts, catalog } = draft;
  if (!wants) return <p className={classes.pending}>{t('key.variantFirst')}</p>;
  const makesTempKey = wants.primary === null || (!wants.primary.required && !texts.primary.trim());
  return (
    <>
      <KeyFields
        model={modelId}
        wants={wants}
        texts={texts}
        problem={draft.problem}
        checked={draft.checked}
        onChange={draft.setTexts}
        onModel={draft.setModel}
      />
      {model && catalog ? <Follows model={model} catalog={catalog} makesTempKey={makesTempKey} /> : null}
    </>
  );
}

/** Adds a device: customer and project, product and model, name, exactly the keys that the model wants, note. */
export function DeviceForm(props: Props) {
  const { place, cancel } = props;
  const { t } = useTranslation('devices');
  const draft = useDraft(props);
  const { modelId, errors, missing } = draft;
  return (
    <div className={classes.whole}>
      {draft.catalogProblem ? <ProblemAlert problem={draft.catalogProblem} /> : null}
      <PlaceFields place={place} error={missing(place.customerId)} />
      <div style={{ height: place.isCustomerFixed ? 0 : 16 }} />
      <Form
        label={t('newDevice.title')}
        submit={t('newDevice.submit')}
        busy={draft.busy}
        problem={draft.problem}
        {...(cancel ? { cancel } : {})}
        onSubmit={draft.send}
      >
        <ModelChoice
          value={modelId}
          errors={{ product: errors['product'] ?? missing(modelId?.product), variant: errors['variant'] ?? missing(modelId?.variant) }}
          onChange={draft.setModel}
        />
        <TextInput
          label={t('fields.name')}
          description={t('fields.nameHint')}
          required
          withAsterisk={false}
          autoComplete="off"
          value={draft.name}
          error={errors['name'] ?? missing(draft.name)}
          onChange={(event) => draft.setName(event.currentTarget.value)}
        />
        <ModelFields draft={draft} />
        <Textarea
          label={t('fields.referenceNote')}
          description={t('fields.referenceNoteHint')}
          value={draft.note}
          error={errors['referenceNote']}
          onChange={(event) => draft.setNote(event.currentTarget.value)}
        />
      </Form>
    </div>
  );
}

import { Button } from '@mantine/core';
import { IconDownload, IconKey } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Done, PlainAct } from '../../../components/act/index.ts';
import { CodeBlock } from '../../../components/CodeBlock.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { useOrganization } from '../../../components/OrganizationPicker.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { csvFile, saveFile } from '../../../lib/csv.ts';
import { useLabel, useMe } from '../../../lib/session.tsx';
import type { Catalog, ValueOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { type Draft, emptyDraft, inputOf } from '../make/draft.ts';
import { MakeForm } from '../make/MakeForm.tsx';

type Made = ValueOf<'make-license-keys'>;
type Terms = ValueOf<'get-license-key-terms'>['agreement'];

/** So many are shown on the page; the file has all. */
const mostShown = 200;

/** The new keys: here once, and exported later by whoever made or holds them. */
function MadeKeys({ value, onAnother }: { value: Made; onAnother: () => void }) {
  const { t } = useTranslation('licenseKeys');
  const keys = value.keys.map(({ key }) => key);
  const save = () => saveFile(csvFile([[t('fields.key')], ...keys.map((key) => [key])]), `licence-keys-${value.batch.id.slice(-6)}.csv`);
  return (
    <Done
      title={t('make.done', { count: keys.length })}
      next={
        <>
          <Button leftSection={<IconDownload size={16} aria-hidden />} onClick={save}>
            {t('make.save')}
          </Button>
          <LinkButton to="/license-keys/$batchId" params={{ batchId: value.batch.id }} variant="default">
            {t('make.toBatch')}
          </LinkButton>
          {value.project === null ? null : (
            <LinkButton to="/projects/$projectId/license-keys" params={{ projectId: value.project.id }} variant="default">
              {t('make.toProject', { project: value.project.name })}
            </LinkButton>
          )}
          <LinkButton to="/license-keys/make" variant="default" onClick={onAnother}>
            {t('make.another')}
          </LinkButton>
        </>
      }
    >
      <Note>{value.project === null ? t('make.once') : t('make.registered', { project: value.project.name })}</Note>
      <CodeBlock label={t('make.keys')} text={keys.slice(0, mostShown).join('\n')} />
      {keys.length > mostShown ? <Note>{t('make.more', { count: keys.length - mostShown })}</Note> : null}
    </Done>
  );
}

/** What will be made, in words: a key is made or not, so there is none to preview. */
function Review({ draft, catalog }: { draft: Draft; catalog: Catalog }) {
  const { t } = useTranslation('licenseKeys');
  const me = useMe();
  const number = useNumber();
  const [salesOrder, purchaseOrder] = [useLabel('salesOrder'), useLabel('purchaseOrder')];
  const receiver = useOrganization(draft.source === 'issue' ? (draft.receiverId ?? undefined) : undefined);
  const part = catalog.parts.find((one) => one.number === draft.part);
  const project = useOperation('get-project', draft.projectId ? { projectId: draft.projectId } : null).data?.value;
  return (
    <Section title={t('make.review')} framed>
      <Facts
        facts={[
          { label: t('fields.licence'), value: part ? `${part.label} (${part.number})` : (draft.part ?? '') },
          { label: t('fields.keys'), value: number(Number(draft.keys)) },
          { label: t('fields.quantityPerKey'), value: number(Number(draft.quantityPerKey)) },
          { label: t('make.source'), value: t(`make.from.${draft.source}`) },
          { label: t('fields.holder'), value: receiver?.name ?? me.current.organization.name },
          project !== undefined && { label: t('fields.project'), value: t('make.willRegister', { project: project.name }) },
          { label: salesOrder, value: draft.salesOrder },
          draft.source === 'issue' && { label: purchaseOrder, value: draft.purchaseOrder },
          { label: t('fields.note'), value: draft.note, wide: true },
        ]}
      />
    </Section>
  );
}

function Flow({ catalog, terms }: { catalog: Catalog; terms: Terms }) {
  const { t } = useTranslation(['licenseKeys', 'common']);
  const me = useMe();
  const isVendor = me.current.organization.kind === 'vendor';
  const fresh = useMemo(() => emptyDraft(isVendor ? 'issue' : 'bin'), [isVendor]);
  const [draft, setDraft] = useState<Draft>(fresh);
  const required = catalog.orderFields.filter((field) => field.required).map((field) => field.id);
  const waitsForConsent = inputOf({ ...draft, accepted: true }, required, terms) !== null;
  const input = inputOf(draft, required, terms);
  return (
    <PlainAct
      title={t('licenseKeys:make.title')}
      above={<TextLink to="/license-keys">{t('licenseKeys:batches.title')}</TextLink>}
      operation="make-license-keys"
      permission="license-keys.make"
      input={input}
      missing={t(waitsForConsent ? 'common:act.agreeFirst' : 'licenseKeys:make.missing')}
      choose={<MakeForm catalog={catalog} draft={draft} isVendor={isVendor} terms={terms} onChange={setDraft} />}
      review={<Review draft={draft} catalog={catalog} />}
      commitLabel={t('licenseKeys:make.commit', { count: Number(draft.keys) || 0 })}
      done={(value) => <MadeKeys value={value} onAnother={() => setDraft(fresh)} />}
    />
  );
}

/** Makes licence keys, for an order or of units in one's bin. */
export default function MakeKeys() {
  const { t } = useTranslation('licenseKeys');
  const { catalog, error } = useCatalog();
  const terms = useOperation('get-license-key-terms', {});
  const problem = error ?? terms.error;
  if (problem) return <ErrorState page problem={problem.problem} />;
  if (!catalog || !terms.data) return <ObjectSkeleton />;
  if (terms.data.value.form === null) return <EmptyState page icon={IconKey} title={t('none.title')} reason={t('none.reason')} />;
  return <Flow catalog={catalog} terms={terms.data.value.agreement} />;
}

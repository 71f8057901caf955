import { Select, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { FileDrop } from '../../../components/FileDrop.tsx';
import { Form } from '../../../components/Form.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { toBase64 } from '../../../lib/base64.ts';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { useLabel } from '../../../lib/session.tsx';
import { useAct } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';

function DepositForm() {
  const { t } = useTranslation(['externalFiles', 'common']);
  const navigate = useNavigate();
  const { catalog } = useCatalog();
  const orderLabel = useLabel('salesOrder');
  const [order, setOrder] = useState('');
  const [product, setProduct] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const act = useAct('deposit-external-file');
  const problem = act.error?.problem;
  const errors = fieldErrors(problem);
  const missing = (isMissing: boolean) => (checked && isMissing ? t('common:required') : undefined);
  const products = (catalog?.products ?? []).filter(
    ({ licenseFile, withdrawn }) => licenseFile.format === 'external' && licenseFile.upload === null && !withdrawn,
  );
  const send = async () => {
    setChecked(true);
    if (!order.trim() || !product || !file) return;
    const given = { order: order.trim(), product, fileName: file.name, content: await toBase64(file) };
    const done = () => {
      notify(t('externalFiles:deposit.done', { name: file.name, order: order.trim() }));
      void navigate({ to: '/external-files', search: { state: 'deposited' } });
    };
    act.mutate({ input: { ...given, ...(reason.trim() ? { reason: reason.trim() } : {}) } }, { onSuccess: done });
  };
  return (
    <Form
      label={t('externalFiles:deposit.title')}
      submit={t('externalFiles:deposit.act')}
      busy={act.isPending}
      problem={problem}
      cancel={{ to: '/external-files' }}
      onSubmit={() => void send()}
    >
      <TextInput
        label={orderLabel}
        required
        withAsterisk={false}
        autoComplete="off"
        value={order}
        error={errors['order'] ?? missing(!order.trim())}
        onChange={(event) => setOrder(event.currentTarget.value)}
      />
      <Select
        label={t('externalFiles:fields.product')}
        data={products.map(({ id, label }) => ({ value: id, label }))}
        value={product}
        required
        withAsterisk={false}
        error={errors['product'] ?? missing(!product)}
        onChange={setProduct}
      />
      <FileDrop label={t('externalFiles:supply.file')} file={file} error={missing(!file)} onFile={setFile} />
      {problem?.code === 'external-file-there' ? (
        <Textarea label={t('externalFiles:supply.reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      ) : null}
    </Form>
  );
}

/** Deposits a licence file with an order, so that it is there once the licences are activated (B19). */
export default function Deposit() {
  const { t } = useTranslation('externalFiles');
  return (
    <Guarded by="external-files.supply">
      <PageHeader title={t('deposit.title')} above={<TextLink to="/external-files">{t('page')}</TextLink>} />
      <p style={{ maxWidth: 560, marginTop: 0 }}>{t('deposit.hint')}</p>
      <DepositForm />
    </Guarded>
  );
}

import { Radio, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { Form } from '../../../components/Form.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { useAct } from '../../../lib/use-operation.ts';
import { useKindWord } from '../words.ts';

const partners = ['distributor', 'dealer'] as const;

/** Adds a distributor or dealer, then shows it. */
export default function NewOrganization() {
  const { t } = useTranslation(['organizations', 'common']);
  const navigate = useNavigate();
  const word = useKindWord();
  const act = useAct('create-organization');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<(typeof partners)[number]>('dealer');
  const [checked, setChecked] = useState(false);
  const send = () => {
    setChecked(true);
    if (!name.trim()) return;
    act.mutate(
      { input: { name: name.trim(), kind } },
      { onSuccess: ({ value }) => void navigate({ to: '/organizations/$organizationId', params: { organizationId: value.id } }) },
    );
  };
  const missing = checked && !name.trim() ? t('common:required') : undefined;
  return (
    <Guarded by="organizations.write">
      <PageHeader
        title={t('organizations:new.title')}
        above={<TextLink to="/organizations">{t('organizations:tab.organizations')}</TextLink>}
      />
      <Form
        label={t('organizations:new.title')}
        submit={t('organizations:new.submit')}
        busy={act.isPending}
        problem={act.error?.problem}
        cancel={{ to: '/organizations' }}
        onSubmit={send}
      >
        <TextInput
          label={t('organizations:fields.name')}
          required
          withAsterisk={false}
          autoFocus
          autoComplete="off"
          maxLength={200}
          value={name}
          error={fieldErrors(act.error?.problem)['name'] ?? missing}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Radio.Group
          label={t('organizations:fields.kind')}
          description={t('organizations:fields.kindHint')}
          value={kind}
          onChange={(value) => setKind(value as typeof kind)}
        >
          <Stack gap="sm" mt="xs">
            {partners.map((value) => (
              <Radio key={value} value={value} label={word(value)} description={t(`organizations:new.${value}Hint`)} />
            ))}
          </Stack>
        </Radio.Group>
      </Form>
    </Guarded>
  );
}

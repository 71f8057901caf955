import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSend } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { ProblemAlert } from '../../components/ErrorState.tsx';
import { fieldErrors } from '../../lib/field-errors.ts';
import { useMe } from '../../lib/session.tsx';
import { useAct } from '../../lib/use-operation.ts';

function Dialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['mail', 'common']);
  const me = useMe();
  const navigate = useNavigate();
  const [to, setTo] = useState(me.email ?? '');
  const [checked, setChecked] = useState(false);
  const act = useAct('send-test-mail');
  const problem = act.error?.problem;
  const send = () => {
    setChecked(true);
    if (!to.trim()) return;
    act.mutate(
      { input: { to: to.trim() } },
      { onSuccess: ({ value }) => void navigate({ to: '/mail/$mailId', params: { mailId: value.id } }) },
    );
  };
  return (
    <form
      aria-label={t('mail:test.title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="md">
        <div>{t('mail:test.text')}</div>
        <TextInput
          label={t('mail:fields.to')}
          type="email"
          data-autofocus
          value={to}
          error={fieldErrors(problem)['to'] ?? (checked && !to.trim() ? t('common:required') : undefined)}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        {problem ? <ProblemAlert problem={problem} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={act.isPending}>
            {t('mail:test.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Writes a mail to an address, to see whether mails arrive; then shows what became of it. */
export function TestMail() {
  const { t } = useTranslation(['mail', 'common']);
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <ActButton permission="mail.write" variant="default" leftSection={<IconSend size={16} aria-hidden />} onClick={open}>
        {t('mail:test.act')}
      </ActButton>
      <Modal opened={opened} onClose={close} title={t('mail:test.title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <Dialog onClose={close} />
      </Modal>
    </>
  );
}

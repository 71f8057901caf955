import { Button, Group, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { BigKey } from '../../components/BigKey.tsx';
import { ProblemAlert } from '../../components/ErrorState.tsx';
import { When } from '../../components/When.tsx';
import { useAct } from '../../lib/use-operation.ts';

function Dialog({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const { t } = useTranslation(['enrolment', 'common']);
  const act = useAct('create-enrolment-code');
  const made = act.data?.value;
  if (made) {
    return (
      <Stack gap="md">
        <BigKey label={t('enrolment:code.label')} text={made.code}>
          {t('enrolment:code.once')} <When at={made.expiresAt} time />
        </BigKey>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('common:close')}</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      <div>{t('enrolment:code.text')}</div>
      {act.error ? <ProblemAlert problem={act.error.problem} /> : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button data-autofocus loading={act.isPending} onClick={() => act.mutate({ input: { projectId } })}>
          {t('enrolment:code.action')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Makes a code with which one device enrols itself within a day; it is shown here and never again. */
export function EnrolmentCode({ projectId }: { projectId: string }) {
  const { t } = useTranslation(['enrolment', 'common']);
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <ActButton permission="enrolment.write" leftSection={<IconKey size={16} aria-hidden />} onClick={open}>
        {t('enrolment:code.title')}
      </ActButton>
      <Modal opened={opened} onClose={close} title={t('enrolment:code.title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <Dialog projectId={projectId} onClose={close} />
      </Modal>
    </>
  );
}

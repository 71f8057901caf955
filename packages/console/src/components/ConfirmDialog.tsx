import { Alert, Button, Group, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Question } from './confirm.tsx';

/** A question before an act: what will happen, for which organization, and the verb itself on the button. */
export default function ConfirmDialog({ question, onClose }: { question: Question; onClose: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Modal
      opened
      onClose={onClose}
      title={question.title}
      closeButtonProps={{ 'aria-label': t('close') }}
      transitionProps={{ duration: 0 }}
    >
      <div>{question.text}</div>
      <Alert variant="light" color="gray" mt="md" p="xs">
        {t('actingFor', { organization: question.organization })}
      </Alert>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          data-autofocus
          {...(question.danger ? { color: 'red.9' } : {})}
          onClick={() => {
            onClose();
            question.onConfirm();
          }}
        >
          {question.action}
        </Button>
      </Group>
    </Modal>
  );
}

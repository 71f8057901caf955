import { Alert, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import i18next from 'i18next';
import type { ReactNode } from 'react';

interface Question {
  readonly title: string;
  readonly text: ReactNode;
  /** The organization acted for: every confirmation repeats it. */
  readonly organization: string;
  readonly action: string;
  readonly danger?: boolean;
  readonly onConfirm: () => void;
}

/** Asks before an act that has no review page of its own. */
export function confirm({ title, text, organization, action, danger = false, onConfirm }: Question): void {
  modals.openConfirmModal({
    title,
    children: (
      <>
        <Text component="div" size="md">
          {text}
        </Text>
        <Alert variant="light" color="gray" mt="md" p="xs">
          {i18next.t('common:actingFor', { organization })}
        </Alert>
      </>
    ),
    labels: { confirm: action, cancel: i18next.t('common:cancel') },
    confirmProps: { color: danger ? 'red' : undefined },
    closeButtonProps: { 'aria-label': i18next.t('common:close') },
    onConfirm,
  });
}

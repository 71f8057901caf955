import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { ProblemError } from '../lib/api.ts';

/** A short word that something is done; read aloud politely. */
export function notify(message: string): void {
  notifications.show({ message, autoClose: 5000, closeButtonProps: { 'aria-label': i18next.t('common:close') } });
}

/** What went wrong where no form or page can show it. Stays until it is read. */
export function notifyProblem(error: unknown): void {
  const problem = error instanceof ProblemError ? error.problem : null;
  notifications.show({
    color: 'red',
    title: problem?.title ?? i18next.t('common:error.unknown'),
    message: problem ? `${problem.detail} ${problem.nextStep}` : String(error),
    autoClose: false,
    closeButtonProps: { 'aria-label': i18next.t('common:close') },
  });
}

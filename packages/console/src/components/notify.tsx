import { CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../lib/api.ts';
import classes from './notify.module.css';

interface Toast {
  readonly id: number;
  readonly title: string | null;
  readonly message: string;
  readonly isProblem: boolean;
}

/** How long a short word stays; what went wrong stays until it is closed. */
const shownMs = 5000;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

const close = (id: number) => set(toasts.filter((toast) => toast.id !== id));

function show(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  const id = lastId;
  set([...toasts.slice(-3), { ...toast, id }]);
  if (!toast.isProblem) setTimeout(() => close(id), shownMs);
}

/** A short word that something is done; read aloud politely. */
export function notify(message: string): void {
  show({ title: null, message, isProblem: false });
}

/** What went wrong where no form or page can show it. Stays until it is read. */
export function notifyProblem(error: unknown): void {
  const problem = error instanceof ProblemError ? error.problem : null;
  const title = problem?.title ?? i18next.t('common:error.unknown');
  show({ title, message: problem ? `${problem.detail} ${problem.nextStep}` : String(error), isProblem: true });
}

/** Shows the messages, once for the whole application. */
export function Toasts() {
  const { t } = useTranslation('common');
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className={classes.toasts} role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={classes.toast} data-problem={toast.isProblem || undefined}>
          {toast.isProblem ? <IconAlertTriangle size={18} aria-hidden /> : <IconCheck size={18} aria-hidden />}
          <div className={classes.text}>
            {toast.title ? <strong>{toast.title}</strong> : null}
            {toast.message}
          </div>
          <CloseButton size="sm" aria-label={t('close')} onClick={() => close(toast.id)} />
        </div>
      ))}
    </div>
  );
}

import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';

export interface Question {
  readonly title: string;
  readonly text: ReactNode;
  /** The organization acted for: every confirmation repeats it. */
  readonly organization: string;
  readonly action: string;
  readonly danger?: boolean;
  readonly onConfirm: () => void;
}

let asked: Question | null = null;
const listeners = new Set<() => void>();

function set(question: Question | null): void {
  asked = question;
  for (const listener of listeners) listener();
}

/** Asks before an act that has no review page of its own. */
export function confirm(question: Question): void {
  set(question);
}

function useQuestion(): Question | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
}

const ConfirmDialog = lazy(() => import('./ConfirmDialog.tsx'));

/** Shows the question asked, once for the whole application. The dialog is fetched when it is first needed. */
export function ConfirmHost() {
  const question = useQuestion();
  if (!question) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmDialog question={question} onClose={() => set(null)} />
    </Suspense>
  );
}

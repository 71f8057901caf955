import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { forgetActing } from './acting.ts';
import { call } from './api.ts';

/** Ends the session; whatever was read is forgotten, so that the next person sees nothing of it. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    // A session that is already over is as good as signed out.
    await call('sign-out', {}).catch(() => undefined);
    forgetActing();
    sessionStorage.clear();
    await navigate({ to: '/sign-in' });
    queries.clear();
  };
}

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { forgetActing } from '../../lib/acting.ts';
import { call } from '../../lib/api.ts';
import { changeLanguage, type Language, languages } from '../../lib/i18n.ts';
import type { Me } from '../../lib/types.ts';

/** Where somebody begins who wanted nothing in particular: a customer with one project in that project. */
async function startOf({ current: { organization }, permissions }: Me): Promise<string> {
  if (organization.kind !== 'customer' || !permissions.includes('pools.read')) return '/';
  const projects = await call('list-projects', { limit: 2 }).catch(() => null);
  const [only, second] = projects?.value.items ?? [];
  return only && !second ? `/projects/${only.id}` : '/';
}

/** After sign-in: forgets what the last person saw, takes this one's language, and goes where they wanted to. */
export function useEnter(): (me: Me, next?: string) => Promise<void> {
  const queries = useQueryClient();
  const router = useRouter();
  return async (me, next) => {
    forgetActing();
    queries.clear();
    if (languages.includes(me.language as Language)) await changeLanguage(me.language as Language);
    // Only our own paths: `//elsewhere` would be another site.
    const path = next?.startsWith('/') && !next.startsWith('//') ? next : await startOf(me);
    await router.navigate({ href: path });
  };
}

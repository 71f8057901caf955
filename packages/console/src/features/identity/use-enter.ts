import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { forgetActing } from '../../lib/acting.ts';
import { changeLanguage, type Language, languages } from '../../lib/i18n.ts';
import type { Me } from '../../lib/types.ts';

/** After sign-in: forgets what the last person saw, takes this one's language, and goes where they wanted to. */
export function useEnter(): (me: Me, next?: string) => Promise<void> {
  const queries = useQueryClient();
  const router = useRouter();
  return async (me, next) => {
    forgetActing();
    queries.clear();
    if (languages.includes(me.language as Language)) await changeLanguage(me.language as Language);
    // Only our own paths: `//elsewhere` would be another site.
    const path = next?.startsWith('/') && !next.startsWith('//') ? next : '/';
    await router.navigate({ href: path });
  };
}

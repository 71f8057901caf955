import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ProblemError } from '../lib/api.ts';
import { router } from './router.tsx';
import { theme } from './theme.ts';

const colorSchemes = localStorageColorSchemeManager({ key: 'muniment-color-scheme' });

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The client already repeats what is worth repeating; a refusal stays a refusal.
      retry: false,
      staleTime: 10_000,
    },
  },
});

// A session that ended while a page was open: the shell asks who is signed in, and leads to the sign-in page.
queries.getQueryCache().subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'error' || event.query.queryKey[0] === 'get-me') return;
  const error = event.action.error as unknown;
  if (error instanceof ProblemError && error.problem.code === 'not-signed-in') void queries.invalidateQueries({ queryKey: ['get-me'] });
});

/** Everything every page needs: theme, server state, addresses. */
export function Providers() {
  return (
    <MantineProvider theme={theme} colorSchemeManager={colorSchemes} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

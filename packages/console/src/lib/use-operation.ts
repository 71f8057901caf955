import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { actingOrganization } from './acting.ts';
import { type CallOptions, call, type ProblemError } from './api.ts';
import { useStore } from './store.ts';
import type { Answer, InputFor, ItemOf, OperationId, PagedOperationId, ValueOf } from './types.ts';

/** What an answer depends on beside its input: for whom one acts, and the language of the server's texts. */
function useAudience(): readonly [string | null, string] {
  const organization = useStore(actingOrganization);
  const { i18n } = useTranslation();
  return [organization, i18n.language];
}

interface ReadOptions {
  /** Show the last answer while the next one loads: for searches, so that nothing jumps. */
  readonly keepPrevious?: boolean;
  /** Milliseconds an answer counts as fresh; 0 unless told. */
  readonly staleTime?: number;
  /** Milliseconds after which it is read again by itself, as long as somebody looks: for what changes while nobody does anything here. */
  readonly everyMs?: number;
}

/** Reads one operation; `null` as input waits. Errors are `ProblemError`. */
export function useOperation<Id extends OperationId>(id: Id, input: InputFor<Id> | null, options: ReadOptions = {}) {
  const audience = useAudience();
  return useQuery<Answer<ValueOf<Id>>, ProblemError>({
    queryKey: [id, audience, input],
    queryFn: ({ signal }) => call(id, input as InputFor<Id>, { signal }),
    enabled: input !== null,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
  });
}

/** Reads a keyset-paged operation page by page; `rows` are all rows loaded so far, `total` all that match, `first` the whole first answer. */
export function usePages<Id extends PagedOperationId>(
  id: Id,
  input: InputFor<Id> | null,
  limit = 100,
  { everyMs }: Pick<ReadOptions, 'everyMs'> = {},
) {
  const audience = useAudience();
  const query = useInfiniteQuery({
    queryKey: [id, audience, input, 'pages', limit],
    queryFn: ({ pageParam, signal }) =>
      call(id, { ...(input as InputFor<Id>), limit, ...(pageParam === null ? {} : { cursor: pageParam }) } as InputFor<Id>, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.value as { next: string | null }).next,
    enabled: input !== null,
    placeholderData: keepPreviousData,
    refetchInterval: everyMs ?? false,
  });
  const pages = query.data?.pages ?? [];
  return {
    rows: pages.flatMap((page) => (page.value as { items: ItemOf<Id>[] }).items),
    first: pages[0]?.value ?? null,
    total: pages[0] ? (pages[0].value as { total: number }).total : null,
    error: query.error as ProblemError | null,
    isPending: query.isPending,
    isRefreshing: query.isPlaceholderData,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: query.fetchNextPage,
    retry: query.refetch,
  };
}

/** Everything a paged operation answers, page after page: for exports and acts on "all that match". */
export async function* everyItem<Id extends PagedOperationId>(
  id: Id,
  input: InputFor<Id>,
  signal?: AbortSignal,
): AsyncGenerator<{ item: ItemOf<Id>; total: number }> {
  let cursor: string | null = null;
  do {
    const next: Answer<ValueOf<Id>> = await call(
      id,
      { ...input, limit: 200, ...(cursor === null ? {} : { cursor }) } as InputFor<Id>,
      signal ? { signal } : {},
    );
    const page = next.value as { items: ItemOf<Id>[]; next: string | null; total: number };
    for (const item of page.items) yield { item, total: page.total };
    cursor = page.next;
  } while (cursor !== null);
}

/**
 * The server's own answer to what an act would do (`dryRun`). Never kept: what is reviewed is what holds now.
 * `null` waits.
 */
export function usePreview<Id extends OperationId>(id: Id, input: InputFor<Id> | null) {
  const audience = useAudience();
  return useQuery<Answer<ValueOf<Id>>, ProblemError>({
    queryKey: ['preview', id, audience, input],
    queryFn: ({ signal }) => call(id, input as InputFor<Id>, { signal, dryRun: true }),
    enabled: input !== null,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

/** Does an act. Whatever is on screen is read again afterwards. */
export function useAct<Id extends OperationId>(id: Id) {
  const queries = useQueryClient();
  return useMutation<Answer<ValueOf<Id>>, ProblemError, { input: InputFor<Id> } & Omit<CallOptions, 'signal' | 'dryRun'>>({
    mutationFn: ({ input, ...options }) => call(id, input, options),
    onSuccess: () => queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'preview' }),
  });
}

import { useQuery } from '@tanstack/react-query';
import { actingOrganization } from '../../lib/acting.ts';
import type { ProblemError } from '../../lib/api.ts';
import { useStore } from '../../lib/store.ts';
import type { InputFor, ItemOf, PagedOperationId } from '../../lib/types.ts';
import { everyItem } from '../../lib/use-operation.ts';

/** Everything a paged operation answers, whole: for connections, of which an organization has few. */
export function useEvery<Id extends PagedOperationId>(id: Id, input: InputFor<Id>) {
  const organization = useStore(actingOrganization);
  return useQuery<ItemOf<Id>[], ProblemError>({
    queryKey: [id, organization, input, 'every'],
    queryFn: async ({ signal }) => {
      const items: ItemOf<Id>[] = [];
      for await (const { item } of everyItem(id, input, signal)) items.push(item);
      return items;
    },
  });
}

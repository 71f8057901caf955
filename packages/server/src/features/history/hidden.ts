import type { OrganizationFacts } from '../../core/context.ts';
import { isOtherPartners } from '../../core/visibility/other-partners.ts';
import type { HistoryRow } from './store.ts';

/**
 * Whether a reader is told what happened and not who did it: acts of another partner, and those about a customer that is not
 * seen, who is a stranger whose act moved one's own units. The one rule for the list and the file.
 */
export function isHidden(reader: Pick<OrganizationFacts, 'id' | 'kind'>, row: HistoryRow): boolean {
  return (!row.customer_seen && row.organization_id !== reader.id) || isOtherPartners(reader, row);
}

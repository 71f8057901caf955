import {
  IconBuildingCommunity,
  IconBuildingStore,
  IconDeviceDesktop,
  IconPackage,
  IconPuzzle,
  IconStack2,
  IconUser,
} from '@tabler/icons-react';
import type { SearchHit } from '../../lib/types.ts';

/** Icon of each kind of thing that can be found. */
export const hitIcons = {
  device: IconDeviceDesktop,
  customer: IconBuildingStore,
  project: IconStack2,
  order: IconPackage,
  organization: IconBuildingCommunity,
  person: IconUser,
  part: IconPuzzle,
} as const satisfies Record<SearchHit['kind'], unknown>;

/** Where a found thing is shown; a device opens at its licences. Things without a page of their own are found in their list. */
export function hrefOf(hit: SearchHit): string {
  switch (hit.kind) {
    case 'device':
      return `/devices/${hit.id}?tab=licences`;
    case 'customer':
      return `/customers/${hit.id}`;
    case 'project':
      return `/projects/${hit.id}`;
    case 'order':
      return `/orders/${hit.id}`;
    case 'organization':
      return `/organizations?q=${encodeURIComponent(hit.title)}`;
    case 'person':
      return `/people?q=${encodeURIComponent(hit.title)}`;
    case 'part':
      return `/catalog?tab=parts&q=${encodeURIComponent(hit.id)}`;
  }
}

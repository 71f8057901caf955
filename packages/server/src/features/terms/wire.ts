import type { assignee, termLicense } from '@muniment/contract';
import { findPart } from '@muniment/domain/catalog';
import { componentsOf, type Lot } from '@muniment/domain/ledger';
import { lastDayOf } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { Context } from '../../core/context.ts';
import { categoryLabel, languageFor, licenceLabel, type VersionedPack } from '../catalog/index.ts';
import type { LoadedHolding } from '../lots/index.ts';
import type { ProjectFacts } from '../projects/index.ts';
import type { LockedAssignee } from './assignees.ts';

export type WireLicense = z.output<typeof termLicense>;

export function toWireAssignee({ assignee: { kind, id }, name, hardwareKey }: LockedAssignee): z.output<typeof assignee> {
  return { kind, id: kind === 'device' ? toId('dev', id) : toId('usr', id), name, hardwareKey };
}

/** A term licence, stored or about to be, with the words of today's pack. `since`: when an original came into the pool. */
export function toTermLicense(
  { language }: Pick<Context, 'language'>,
  { pack }: VersionedPack,
  lot: Lot,
  category: string | undefined,
  since: Temporal.Instant,
): WireLicense {
  const reader = languageFor(pack, language);
  const part = findPart(pack, lot.partNumber);
  const { validFrom, validUntil } = lot;
  // What has its dates from the beginning has no days that could stand still: its term is between them.
  const dated = validFrom === null || validUntil === null ? null : validFrom.until(validUntil, { largestUnit: 'days' }).days;
  const termDays = lot.termDays ?? dated ?? 0;
  const startsOn = lot.startsOn ?? (validUntil === null ? null : validFrom);
  return {
    lotId: toId('lot', lot.id),
    part: lot.partNumber,
    partLabel: part === undefined ? '' : licenceLabel(pack, part, lot.termDays, reader),
    category: category ?? null,
    categoryLabel: categoryLabel(pack, category, reader),
    termDays,
    startsOn: startsOn?.toString() ?? null,
    until: validUntil?.toString() ?? null,
    lastDay: validUntil === null ? null : lastDayOf(validUntil).toString(),
    components: toComponents({ ...lot, termDays }, since),
  };
}

export function toComponents(lot: Lot, since: Temporal.Instant): WireLicense['components'] {
  return componentsOf(lot, since).map(({ lotId, days, registeredAt }) => ({
    lotId: toId('lot', lotId),
    days,
    registeredAt: registeredAt.toString(),
  }));
}

/** A licence that is held, as it is told. */
export function toHeldLicense(
  context: Pick<Context, 'language'>,
  current: VersionedPack,
  { lot, part, cameAt }: LoadedHolding,
): WireLicense {
  return toTermLicense(context, current, lot, part.category, cameAt);
}

/** Where an act takes place, repeated in every confirmation. */
export function toPlace({ actor }: Pick<Context, 'actor'>, project: ProjectFacts) {
  return {
    organization: { id: toId('org', actor.organization.id), name: actor.organization.name },
    project: {
      id: toId('prj', project.id),
      name: project.name,
      customer: { id: toId('org', project.customer_id), name: project.customer_name },
    },
  };
}

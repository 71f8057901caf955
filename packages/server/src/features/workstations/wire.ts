import type { activateWorkstation, OutputOf } from '@muniment/contract';
import type { Context, Uuid } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { activeHoldings, type ControllerLicenses, toCloudLicenses, toDeviceRef, toDocument } from '../controllers/index.ts';
import type { DeviceRow } from '../devices/index.ts';
import type { BoundMachine } from '../enrolment/index.ts';
import { type SignedDocumentRow, toComparison } from '../licenses/index.ts';

export type WorkstationLicenses = OutputOf<typeof activateWorkstation>;

/** What became of the machine, for its reader. */
export function toMachine({ language }: Pick<Context, 'language'>, bound: BoundMachine | null): WorkstationLicenses['machine'] {
  if (bound === null) return null;
  const { change, comparison, repairsLeft } = bound;
  return { change, comparison: comparison === null ? null : toComparison(comparison, language), repairsLeft };
}

/** The answer that a request had before: the same document, and what is licensed now. */
export async function answerAgain(
  context: Context,
  device: DeviceRow,
  current: VersionedPack,
  document: SignedDocumentRow,
): Promise<WorkstationLicenses> {
  const licenses: ControllerLicenses = {
    dryRun: context.dryRun,
    operationId: null,
    at: context.now.toString(),
    device: toDeviceRef(device),
    document: toDocument(document),
    licenses: await toCloudLicenses(context, current, await activeHoldings(context, device.id)),
    digest: null,
  };
  return { ...licenses, machine: null };
}

/** A device as the vendor sees it: whoever signed with its key speaks for it, whosever it is. */
export const byVendor = ({ vendor, now }: Pick<Context<unknown>, 'vendor' | 'now'>, organizationId: Uuid) => ({
  vendorId: vendor.id,
  organization: { id: organizationId, kind: 'vendor' as const },
  now,
});

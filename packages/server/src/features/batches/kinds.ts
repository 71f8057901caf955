import type { AnyBatchKind } from './kind.ts';
import { assignManyKind } from './kinds/assign-many.ts';
import { importDevicesKind } from './kinds/import-devices.ts';
import { unassignManyKind } from './kinds/unassign-many.ts';

/** Every kind of long work. */
export const batchKinds: readonly AnyBatchKind[] = [importDevicesKind, assignManyKind, unassignManyKind];

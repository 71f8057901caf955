import type { AnyBatchKind } from './kind.ts';
import { importDevicesKind } from './kinds/import-devices.ts';

/** Every kind of long work. */
export const batchKinds: readonly AnyBatchKind[] = [importDevicesKind];

import type { OutstandingFile } from '@muniment/domain/ledger';
import { startOfDay, vendorDay } from '@muniment/domain/terms';
import { Temporal } from 'temporal-polyfill';
import { endOfFile, type SignedDocumentRow } from '../licenses/index.ts';

/** The file that stays on a device, with the first day in the vendor's zone on which it is over by itself. */
export function toOutstanding(file: SignedDocumentRow | null, timeZone: string): OutstandingFile | null {
  if (file === null) return null;
  const end = endOfFile(file);
  const serial = { epoch: file.epoch, number: file.serial };
  if (end === null) return { ...serial, until: null };
  const day = vendorDay(end, timeZone);
  const isWhole = Temporal.Instant.compare(startOfDay(day, timeZone), end) === 0;
  return { ...serial, until: isWhole ? day : day.add({ days: 1 }) };
}

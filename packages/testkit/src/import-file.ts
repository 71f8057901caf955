import { createHash } from 'node:crypto';

/** What a licence file of before says; a field of null is left out. */
export interface ImportFileFacts {
  readonly format?: string | null;
  readonly product?: string | null;
  readonly hardwareKey?: string | null;
  readonly created?: string | null;
  /** Lines of [FEATURES], as they are to stand there. */
  readonly features?: readonly string[];
}

/** Its text with a checksum that fits, whatever else is wrong with it (docs/licence-file-import.md). */
export function importFile(facts: ImportFileFacts): string {
  const { format = '1', product = 'DECT', hardwareKey = '1FFFFFF9', created = '2011-04-08T10:15:00Z', features = [] } = facts;
  const named = { Format: format, Product: product, HardwareKey: hardwareKey, Created: created };
  const license = Object.entries(named).flatMap(([name, value]) => (value === null ? [] : `${name}=${value}`));
  const checked = `${['[LICENSE]', ...license, '[FEATURES]', ...features].join('\n')}\n`;
  return `${checked}[CHECKSUM]\nSHA256=${createHash('sha256').update(checked).digest('hex')}\n`;
}

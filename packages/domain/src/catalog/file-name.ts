import type { PackIssueFacts } from './issue.ts';

/** The names a file name template may use. */
export const fileNameNames = ['hardwareKey', 'secondaryKey', 'productKey', 'product', 'variant', 'serial', 'date'] as const;
export type FileNameName = (typeof fileNameNames)[number];

/** What fills a template: `serial` is "epoch-number", `date` the vendor's day as YYYY-MM-DD. */
export interface FileNameFacts {
  readonly hardwareKey: string;
  readonly secondaryKey: string | null;
  /** Null: the hardware key stands in its place. */
  readonly productKey: string | null;
  readonly product: string;
  readonly variant: string | null;
  readonly serial: { readonly epoch: number; readonly number: number };
  readonly date: string;
}

const placeholder = /\{([^{}]*)\}/g;

/** Characters that every file system takes. */
const plain = /^[A-Za-z0-9 ._()+,=@-]+$/;
/** Names that Windows keeps for devices, whatever follows the first dot. */
const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;
const badEnds = /^[. ]|[. ]$/;

/** Whether a name can be written into every file system as it is. */
export function safeFileName(name: string): boolean {
  return name.length <= 200 && plain.test(name) && !badEnds.test(name) && !reserved.test(name);
}

/** What is wrong with a template, or null. The text around the names is kept to characters that every file system takes. */
export function fileNameMistake(template: string): { readonly kind: 'name' | 'characters'; readonly facts: PackIssueFacts } | null {
  for (const [, name] of template.matchAll(placeholder)) {
    if (!(fileNameNames as readonly string[]).includes(name!)) {
      return { kind: 'name', facts: { reason: 'file-name', name: name!, names: fileNameNames.map((known) => `{${known}}`) } };
    }
  }
  const around = template.replaceAll(placeholder, 'x');
  if (!plain.test(around)) {
    return { kind: 'characters', facts: { reason: 'characters' } };
  }
  if (badEnds.test(around)) return { kind: 'characters', facts: { reason: 'ends' } };
  return null;
}

/** A file name from its template. What a key holds beyond letters, digits, dot, dash and underscore becomes `_`. */
export function fileNameOf(template: string, facts: FileNameFacts): string {
  const values: Readonly<Record<FileNameName, string>> = {
    hardwareKey: facts.hardwareKey,
    secondaryKey: facts.secondaryKey ?? '',
    productKey: facts.productKey ?? facts.hardwareKey,
    product: facts.product,
    variant: facts.variant ?? '',
    serial: `${facts.serial.epoch}-${facts.serial.number}`,
    date: facts.date,
  };
  const safe = (text: string): string => text.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return template.replaceAll(placeholder, (whole, name: string) => (name in values ? safe(values[name as FileNameName]) : whole));
}

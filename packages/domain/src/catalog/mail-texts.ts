import type { PackIssue } from './issue.ts';
import type { MailTexts } from './pack.ts';

/** All letters about an offer have the same names: each side knows the other by `from` and `to`, as far as it may. */
const offerNames = ['vendor', 'from', 'to', 'lastDay', 'note', 'lines', 'link'] as const;

/** The names that a pack's own letter of a kind may use; `lines` and `link` become a table and a button where they stand alone. */
export const mailNames = {
  'order-shipped': ['vendor', 'receiver', 'salesOrder', 'purchaseOrder', 'lines', 'link'],
  'activation-code': ['vendor', 'device', 'hardwareKey', 'activationCode', 'fileName', 'link'],
  'external-file-available': ['vendor', 'device', 'hardwareKey', 'salesOrder', 'purchaseOrder', 'fileName', 'link'],
  'licences-expiring': ['vendor', 'customer', 'project', 'days', 'lines', 'link'],
  'licences-extended': ['vendor', 'customer', 'project', 'lines', 'link'],
  'licences-not-extended': ['vendor', 'customer', 'project', 'lines', 'link'],
  'transfer-offered': offerNames,
  'transfer-accepted': offerNames,
  'transfer-refused': offerNames,
  'transfer-withdrawn': offerNames,
  'transfer-lapsed': offerNames,
  // Not what it calls itself: anybody with the customer id could write a subject. That stands in the lines.
  'controller-waits': ['vendor', 'customer', 'project', 'hardwareKey', 'thumbprint', 'lines', 'link'],
} as const satisfies Readonly<Record<MailTexts['kind'], readonly string[]>>;

/** What fills the names of a letter of a kind. */
export type MailFacts<K extends MailTexts['kind']> = Readonly<Record<(typeof mailNames)[K][number], string>>;

const placeholder = /\{([^{}]*)\}/g;

/** A letter's text with its names filled in, once: what a value holds is never read as a name. */
export function fillMail(template: string, facts: Readonly<Record<string, string>>): string {
  return template.replaceAll(placeholder, (whole, name: string) => (Object.hasOwn(facts, name) ? facts[name]! : whole));
}

/** Letters of the pack's own use only names that their kind knows. */
export function checkMails(mails: readonly MailTexts[]): PackIssue[] {
  return mails.flatMap((mail, index) => (['subject', 'text'] as const).flatMap((field) => checkNames(mail, field, ['mails', index])));
}

function checkNames(mail: MailTexts, field: 'subject' | 'text', path: readonly (string | number)[]): PackIssue[] {
  const known: readonly string[] = mailNames[mail.kind];
  return Object.entries(mail[field]).flatMap(([language, template]) =>
    [...new Set([...template.matchAll(placeholder)].map(([, name]) => name!))]
      .filter((name) => !known.includes(name))
      .map(
        (name): PackIssue => ({
          code: 'name-not-known',
          path: [...path, field, language],
          facts: { reason: 'mail', name, kind: mail.kind, names: known.map((one) => `{${one}}`) },
        }),
      ),
  );
}

import { type Letter, type Written, writeOut } from './layout.ts';
import { type MailLanguage, mailLanguage } from './letters.ts';

/** Letters about licence files, and the one that only shows whether mails arrive. */

export interface ActivationCodeFacts {
  readonly vendor: string;
  readonly device: string;
  readonly hardwareKey: string;
  readonly activationCode: string;
  readonly fileName: string;
  readonly link: string;
}

const codes: Readonly<Record<MailLanguage, (facts: ActivationCodeFacts) => Omit<Letter, 'language'>>> = {
  en: ({ device, hardwareKey, activationCode, fileName, link }) => ({
    subject: `Activation code for ${device}`,
    paragraphs: [
      `You activated licences on ${device} (${hardwareKey}). The activation code is:`,
      activationCode,
      `It belongs to the licence file ${fileName}.`,
    ],
    link: { label: 'Download the licence file', url: link },
    notes: ['A file that is made again has a code of its own.'],
  }),
  de: ({ device, hardwareKey, activationCode, fileName, link }) => ({
    subject: `Aktivierungscode für ${device}`,
    paragraphs: [
      `Sie haben Lizenzen auf ${device} (${hardwareKey}) aktiviert. Der Aktivierungscode lautet:`,
      activationCode,
      `Er gehört zur Lizenzdatei ${fileName}.`,
    ],
    link: { label: 'Lizenzdatei herunterladen', url: link },
    notes: ['Wird die Datei neu erstellt, hat sie einen eigenen Code.'],
  }),
};

export function activationCodeMail(language: string, facts: ActivationCodeFacts): Written {
  const chosen = mailLanguage(language);
  return writeOut({ language: chosen, ...codes[chosen](facts) });
}

export interface ExternalFileFacts {
  readonly vendor: string;
  readonly device: string;
  readonly hardwareKey: string;
  /** Empty where the licences came with no order. */
  readonly salesOrder: string;
  readonly purchaseOrder: string;
  readonly fileName: string;
  readonly link: string;
}

const available: Readonly<Record<MailLanguage, (facts: ExternalFileFacts) => Omit<Letter, 'language'>>> = {
  en: ({ device, hardwareKey, salesOrder, purchaseOrder, fileName, link }) => ({
    subject:
      salesOrder === '' ? `Your licence file for ${device} is available` : `Your licence file for sales order ${salesOrder} is available`,
    paragraphs: [
      `The licence file ${fileName} for ${device} (${hardwareKey}) is ready to be downloaded.`,
      ...(salesOrder === '' ? [] : [`Sales order ${salesOrder}${purchaseOrder === '' ? '' : `, purchase order ${purchaseOrder}`}`]),
    ],
    link: { label: 'Download the licence file', url: link },
    notes: [],
  }),
  de: ({ device, hardwareKey, salesOrder, purchaseOrder, fileName, link }) => ({
    subject: salesOrder === '' ? `Ihre Lizenzdatei für ${device} ist da` : `Ihre Lizenzdatei zum Auftrag ${salesOrder} ist da`,
    paragraphs: [
      `Die Lizenzdatei ${fileName} für ${device} (${hardwareKey}) kann heruntergeladen werden.`,
      ...(salesOrder === '' ? [] : [`Auftrag ${salesOrder}${purchaseOrder === '' ? '' : `, Bestellung ${purchaseOrder}`}`]),
    ],
    link: { label: 'Lizenzdatei herunterladen', url: link },
    notes: [],
  }),
};

export function externalFileMail(language: string, facts: ExternalFileFacts): Written {
  const chosen = mailLanguage(language);
  return writeOut({ language: chosen, ...available[chosen](facts) });
}

const tests: Readonly<Record<MailLanguage, (vendor: string, by: string) => Omit<Letter, 'language'>>> = {
  en: (vendor, by) => ({
    subject: `A test mail from ${vendor}`,
    paragraphs: [`${by} had this mail written to see whether mails arrive. It did: you are reading it.`],
    notes: ['There is nothing to do.'],
  }),
  de: (vendor, by) => ({
    subject: `Eine Testmail von ${vendor}`,
    paragraphs: [`${by} hat diese Mail schreiben lassen, um zu sehen, ob Mails ankommen. Sie ist angekommen: Sie lesen sie gerade.`],
    notes: ['Es gibt nichts zu tun.'],
  }),
};

export function testMail(language: string, vendor: string, by: string): Written {
  const chosen = mailLanguage(language);
  return writeOut({ language: chosen, ...tests[chosen](vendor, by) });
}

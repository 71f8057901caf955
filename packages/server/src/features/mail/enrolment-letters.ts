import { type Written, writeOut } from './layout.ts';
import { mailLanguage } from './letters.ts';

/** What a mail tells of a controller that asks to be one of a project (E1, E8). */
export interface WaitingControllerFacts {
  readonly customer: string;
  readonly project: string;
  readonly name: string;
  readonly hardwareKey: string;
  readonly thumbprint: string;
  /** Null where nobody knows under which address this installation is reached. */
  readonly url: string | null;
}

/** Somebody has to say whether a controller is let in. */
export function waitingControllerMail(language: string, facts: WaitingControllerFacts): Written {
  const { customer, project, name, hardwareKey, thumbprint, url } = facts;
  const where = project === customer ? project : `${project} (${customer})`;
  const chosen = mailLanguage(language);
  const german = chosen === 'de';
  const link = url === null ? {} : { link: { label: german ? 'Genehmigen oder ablehnen' : 'Approve or refuse', url } };
  const rows = german
    ? ([
        ['Controller', name],
        ['Installationscode', hardwareKey],
        ['Fingerabdruck', thumbprint],
      ] as const)
    : ([
        ['Controller', name],
        ['Install code', hardwareKey],
        ['Thumbprint', thumbprint],
      ] as const);
  const letter = german
    ? {
        subject: `Ein Controller wartet auf Genehmigung: ${name}`,
        paragraphs: [
          `Ein Controller fragt, ob er zu ${where} gehören darf. Nehmen Sie ihn nur auf, wenn er denselben Fingerabdruck zeigt:`,
        ],
        notes: ['Wenn Sie ihn nicht kennen, lehnen Sie ihn ab. Warten weitere, bekommen Sie dazu keine eigene Mail.'],
      }
    : {
        subject: `A controller waits for approval: ${name}`,
        paragraphs: [`A controller asks to be one of ${where}. Let it in only if it shows the same thumbprint:`],
        notes: ['If you do not know it, refuse it. Where others wait beside it, no further mail is sent.'],
      };
  return writeOut({ language: chosen, rows, told: true, ...letter, ...link });
}

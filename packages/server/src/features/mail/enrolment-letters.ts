import { type Written, writeOut } from './layout.ts';
import { mailLanguage } from './letters.ts';

/** What a mail tells of a controller that asks to be one of a project (E1, E8). */
export interface WaitingControllerFacts {
  readonly customer: string;
  readonly project: string;
  /** As it calls itself: nobody has checked it. */
  readonly name: string;
  readonly hardwareKey: string;
  readonly thumbprint: string;
  /** Null where nobody knows under which address this installation is reached. */
  readonly url: string | null;
}

const german = (language: string) => mailLanguage(language) === 'de';

/** What stands on the button of the letter. */
export const letInLabel = (language: string): string => (german(language) ? 'Genehmigen oder ablehnen' : 'Approve or refuse');

/** Whoever has the customer id chooses a controller's name: it stands in the table alone, as one line, and is no letter of its own. */
const longestName = 40;
function shortName(name: string): string {
  const letters = [...name.replace(/[\s\p{C}]+/gu, ' ').trim()];
  return letters.length <= longestName ? letters.join('') : `${letters.slice(0, longestName - 1).join('')}…`;
}

/** The controller as rows of a mail. */
export function controllerRows(
  language: string,
  { name, hardwareKey, thumbprint }: Pick<WaitingControllerFacts, 'name' | 'hardwareKey' | 'thumbprint'>,
): (readonly [string, string])[] {
  const [code, print] = german(language) ? ['Installationscode', 'Fingerabdruck'] : ['Install code', 'Thumbprint'];
  return [
    ['Controller', shortName(name)],
    [code, hardwareKey],
    [print, thumbprint],
  ];
}

/** Somebody has to say whether a controller is let in. */
export function waitingControllerMail(language: string, facts: WaitingControllerFacts): Written {
  const { customer, project, hardwareKey, url } = facts;
  const where = project === customer ? project : `${project} (${customer})`;
  const letter = german(language)
    ? {
        subject: `Ein Controller wartet auf Genehmigung: ${hardwareKey}`,
        paragraphs: [
          `Ein Controller fragt, ob er zu ${where} gehören darf. Nehmen Sie ihn nur auf, wenn er denselben Fingerabdruck zeigt:`,
        ],
        notes: ['Wenn Sie ihn nicht kennen, lehnen Sie ihn ab. Kommen am selben Tag weitere, bekommen Sie dazu keine eigene Mail.'],
      }
    : {
        subject: `A controller waits for approval: ${hardwareKey}`,
        paragraphs: [`A controller asks to be one of ${where}. Let it in only if it shows the same thumbprint:`],
        notes: ['If you do not know it, refuse it. Where others come on the same day, no further mail is sent.'],
      };
  const link = url === null ? {} : { link: { label: letInLabel(language), url } };
  return writeOut({ language: mailLanguage(language), rows: controllerRows(language, facts), told: true, ...letter, ...link });
}

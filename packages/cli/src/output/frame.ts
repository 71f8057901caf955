import { languageOf } from '../connect.ts';
import type { Io } from '../io.ts';

const en = {
  next: 'Next step',
  request: 'Request id',
  error: 'error',
  help: 'Add --help for what there is.',
  interrupted: 'Interrupted. What was sent may have been done.',
  keyGoesFirst: 'MUNIMENT_API_KEY is set and goes before a session: to act as the person who is signed in, unset it.',
};
const de: typeof en = {
  next: 'Nächster Schritt',
  request: 'Anfragenummer',
  error: 'Fehler',
  help: 'Was es gibt, sagt --help.',
  interrupted: 'Unterbrochen. Was gesendet wurde, ist vielleicht geschehen.',
  keyGoesFirst:
    'MUNIMENT_API_KEY ist gesetzt und geht vor einer Sitzung: Um als die angemeldete Person zu handeln, entfernen Sie die Variable.',
};

/** What stands around a sentence, in the language that the sentence is in: a server, and this machine, answer in that of the shell. */
export const frameOf = ({ env }: Pick<Io, 'env'>): typeof en => (languageOf(env) === 'de' ? de : en);

/** What the reader of the command line says of it, as far as it is about the words that were typed. */
const inGerman: readonly (readonly [RegExp, string])[] = [
  [/^error: missing required argument '(.*)'/, 'Es fehlt: $1.'],
  [/^error: required option '(.*)' not specified/, 'Es fehlt: $1.'],
  [/^error: option '(.*)' argument missing/, 'Zu $1 fehlt der Wert.'],
  [/^error: unknown option '(.*)'/, 'Eine Option $1 gibt es nicht.'],
  [/^error: unknown command '(.*)'/, 'Einen Befehl $1 gibt es nicht.'],
  [/^error: too many arguments(?: for '(.*)')?\. Expected (\d+) arguments? but got (\d+)/, 'Es sind zu viele Angaben: $3 statt $2.'],
  [/\n?\(Did you mean (?:one of )?(.*)\?\)/, '\n(Meinten Sie $1?)'],
  [/^error: /, ''],
];

/** A mistake in the command line, framed. */
export function mistakeIn(io: Pick<Io, 'env'>, text: string): string {
  const { error } = frameOf(io);
  if (languageOf(io.env) !== 'de') return text;
  return `${error}: ${inGerman.reduce((said, [pattern, words]) => said.replace(pattern, words), text)}`;
}

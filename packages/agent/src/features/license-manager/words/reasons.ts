import type { Language, Said } from '../../../loopback/words.ts';
import { say } from '../../../loopback/words.ts';
import type { RightCode } from '../rights.ts';

/** Why an application may or may not, by code. The server's codes have the server's meaning. */
const reasons: Readonly<Record<RightCode, Said>> = {
  valid: say('The device may do this.', 'Das Gerät darf das.'),
  'unknown-device': say(
    'The licence manager of this computer is for another hardware key or product.',
    'Der Lizenzmanager dieses Rechners ist für einen anderen Hardware-Schlüssel oder ein anderes Produkt.',
  ),
  'not-active': say('No licence file is installed.', 'Es ist keine Lizenzdatei installiert.'),
  expired: say('The licence has ended.', 'Die Lizenz ist abgelaufen.'),
  'not-yet-valid': say('The licence has not begun yet.', 'Die Lizenz hat noch nicht begonnen.'),
  'feature-missing': say('The device is not licensed for this feature.', 'Das Gerät ist für diese Funktion nicht lizenziert.'),
  'quantity-exceeded': say('The device is licensed for less than was asked.', 'Das Gerät ist für weniger lizenziert, als verlangt wurde.'),
  'version-not-covered': say('The device is licensed for a lower version.', 'Das Gerät ist für eine niedrigere Version lizenziert.'),
  'version-not-known': say(
    'The device is licensed for another version, and a licence file does not say which version comes first.',
    'Das Gerät ist für eine andere Version lizenziert, und eine Lizenzdatei sagt nicht, welche Version die höhere ist.',
  ),
  'license-not-usable': say('The installed licence file cannot be used.', 'Die installierte Lizenzdatei ist nicht brauchbar.'),
};

/** How a folder stands, in words: the same but for a yes, which answers no question here. */
export function standingFor(code: RightCode, language: Language): string {
  return code === 'valid'
    ? { en: 'This computer is licensed.', de: 'Dieser Rechner ist lizenziert.' }[language]
    : reasonFor(code, language);
}

/** Why, in words. */
export function reasonFor(code: RightCode, language: Language): string {
  return reasons[code][language] as string;
}

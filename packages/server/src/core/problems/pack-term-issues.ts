import type { ProblemSentence } from '@muniment/platform/http';
import { byReason } from './by-reason.ts';
import { say } from './say.ts';

/** Mistakes about term licences, licence keys, maintenance, firmware and endpoints of a pack. */
export const packTermIssues = {
  'assigned-to-not-allowed': say(
    (f) => `only a licence that runs while-assigned can be for a user; ${f.text('part')} is none`,
    (f) => `nur eine Lizenz mit runs: while-assigned kann für einen Benutzer sein; ${f.text('part')} ist keine`,
  ),
  'attribute-taken': say(
    (f) => `"${f.text('id')}" is a column that every list of devices has; give the attribute another id`,
    (f) => `„${f.text('id')}“ ist eine Spalte, die jede Geräteliste hat; geben Sie dem Attribut eine andere id`,
  ),
  'category-mixed': say(
    (f) =>
      `${f.text('part')} grants something else than ${f.text('other')}, though both are of category "${f.text('category')}": what adds up must be the same`,
    (f) =>
      `${f.text('part')} gewährt anderes als ${f.text('other')}, obwohl beide zur Kategorie „${f.text('category')}“ gehören: Was sich addiert, muss gleich sein`,
  ),
  'cover-not-possible': byReason({
    kind: say(
      (f) => `maintenance covers a capacity; feature "${f.text('feature')}" is none`,
      (f) => `Wartung deckt eine Kapazität ab; das Merkmal „${f.text('feature')}“ ist keine`,
    ),
    user: say(
      (f) => `${f.text('part')} is for a user, who has no capacity to cover`,
      (f) => `${f.text('part')} ist für einen Benutzer; er hat keine Kapazität, die abgedeckt werden könnte`,
    ),
  }),
  'demo-while-assigned': say(
    (f) => `${f.text('part')} runs while-assigned and is given back when it is taken off: a demo runs to its end`,
    (f) => `${f.text('part')} läuft mit runs: while-assigned und kommt zurück, wenn man es abnimmt: Eine Demo läuft bis zu ihrem Ende`,
  ),
  'enrolment-not-possible': byReason({
    key: say(
      'a device that enrols itself knows its hardware key: the product needs keyFormats',
      'ein Gerät, das sich selbst anmeldet, kennt seinen Hardware-Schlüssel: Das Produkt braucht keyFormats',
    ),
    file: say(
      'a device that enrols itself fetches its licence here: the licence file cannot be external',
      'ein Gerät, das sich selbst anmeldet, holt seine Lizenz hier ab: Die Lizenzdatei kann nicht external sein',
    ),
  }),
  'extended-too-late': say(
    (f) => `where licences add up they are extended before their end, so that nothing is without: ${f.text('least')} or more`,
    (f) => `wo Lizenzen sich addieren, werden sie vor ihrem Ende verlängert, damit nichts ohne Lizenz ist: mindestens ${f.text('least')}`,
  ),
  'license-key-form-changed': say(
    'keys of this form were handed out: alphabet, groups, prefix and check stay as they were',
    'Schlüssel dieser Form sind ausgegeben: alphabet, groups, prefix und check bleiben, wie sie waren',
  ),
  'part-for-users': say(
    (f) => `${f.text('part')} is for named users; no device takes it`,
    (f) => `${f.text('part')} ist für namentliche Benutzer; kein Gerät nimmt es an`,
  ),
  'part-term-changed': say(
    (f) =>
      `whether, for whom and in which category ${f.text('part')} runs while-assigned has changed; give the new licence a number of its own`,
    (f) =>
      `ob, für wen und in welcher Kategorie ${f.text('part')} mit runs: while-assigned läuft, ist anders; geben Sie der neuen Lizenz eine eigene Nummer`,
  ),
  'protocol-missing': say(
    (f) => `protocol "${f.text('protocol')}" is gone; endpoints speak it`,
    (f) => `das Protokoll „${f.text('protocol')}“ fehlt; Endpunkte sprechen es`,
  ),
  'protocol-without-capacity': say(
    (f) => `feature "${f.text('feature')}" is no capacity: endpoints use up a capacity`,
    (f) => `das Merkmal „${f.text('feature')}“ ist keine Kapazität: Endpunkte brauchen eine Kapazität`,
  ),
  'release-missing': say(
    (f) => `version "${f.text('version')}" is gone; devices may run it`,
    (f) => `die Version „${f.text('version')}“ fehlt; es kann Geräte geben, auf denen sie läuft`,
  ),
  'versions-not-in-order': say(
    (f) =>
      `"${f.text('version')}" was released on ${f.text('released')}, before "${f.text('before')}" (${f.text('earlier')}); the oldest comes first`,
    (f) =>
      `„${f.text('version')}“ ist vom ${f.text('released')} und damit älter als „${f.text('before')}“ (${f.text('earlier')}); die älteste steht zuerst`,
  ),
} satisfies Readonly<Record<string, ProblemSentence>>;

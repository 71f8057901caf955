import type { ProblemSentence } from '@muniment/platform/http';
import { byReason } from './by-reason.ts';
import { say } from './say.ts';

/** Mistakes about seats, floating parts and node-locked products of a pack. */
export const packSeatIssues = {
  'enrolment-missing': say(
    (f) => `${f.text('field')} is asked of a device that fetches its licences itself: the product needs enrolment`,
    (f) => `${f.text('field')} wird von einem Gerät verlangt, das seine Lizenzen selbst holt: Das Produkt braucht enrolment`,
  ),
  'fingerprint-not-possible': say(
    (f) => `all components together weigh ${f.text('most')}: no workstation reaches ${f.text('least')}`,
    (f) => `alle Komponenten zusammen wiegen ${f.text('most')}: Kein Arbeitsplatz erreicht ${f.text('least')}`,
  ),
  'floating-not-possible': byReason({
    class: say(
      (f) => `${f.text('part')} is maintenance: only a licence can be floating`,
      (f) => `${f.text('part')} ist Wartung: Nur eine Lizenz kann floating sein`,
    ),
    term: say(
      (f) =>
        `${f.text('part')} is never on a device, where its days would run (${f.text('runs')}): a floating part is perpetual or has a fixed term`,
      (f) =>
        `${f.text('part')} kommt nie auf ein Gerät, wo seine Tage laufen würden (${f.text('runs')}): Ein Teil mit floating gilt unbefristet oder hat runs: fixed`,
    ),
    covers: say(
      (f) => `${f.text('part')} is never on a device, whose capacity it could cover`,
      (f) => `${f.text('part')} kommt nie auf ein Gerät, dessen Kapazität es abdecken könnte`,
    ),
    grants: say(
      (f) => `${f.text('part')} grants nothing: a floating part makes seats of a feature`,
      (f) => `${f.text('part')} gewährt nichts: Ein Teil mit floating ergibt Plätze eines Merkmals`,
    ),
    feature: say(
      (f) => `feature "${f.text('feature')}" has no seats, which is all that ${f.text('part')} can grant`,
      (f) => `das Merkmal „${f.text('feature')}“ hat keine seats; nur solche kann ${f.text('part')} gewähren`,
    ),
  }),
  'part-floating': say(
    (f) => `${f.text('part')} is floating and stays in the pool; no device takes it`,
    (f) => `${f.text('part')} ist floating und bleibt im Pool; kein Gerät nimmt es an`,
  ),
  'part-floating-changed': say(
    (f) => `whether ${f.text('part')} is floating has changed; give the new licence a number of its own`,
    (f) => `ob ${f.text('part')} floating ist, hat sich geändert; geben Sie der neuen Lizenz eine eigene Nummer`,
  ),
  'seats-missing': say(
    (f) => `feature "${f.text('feature')}" no longer has seats; somebody may hold some`,
    (f) => `das Merkmal „${f.text('feature')}“ hat keine seats mehr; es kann sein, dass jemand welche hält`,
  ),
  'seats-not-possible': byReason({
    heartbeat: say(
      (f) =>
        `a seat of "${f.text('feature')}" is lost after ${f.text('lease')} seconds: a sign of life every ${f.text('heartbeat')} seconds comes too late`,
      (f) =>
        `ein Platz von „${f.text('feature')}“ ist nach ${f.text('lease')} Sekunden verloren: Ein Lebenszeichen alle ${f.text('heartbeat')} Sekunden kommt zu spät`,
    ),
    document: say(
      (f) =>
        `a borrow document of "${f.text('feature')}" for ${f.text('document')} days outlives the longest borrowing of ${f.text('longest')} days`,
      (f) =>
        `ein Dokument über einen entliehenen Platz von „${f.text('feature')}“ für ${f.text('document')} Tage gilt länger als die längste Entleihung von ${f.text('longest')} Tagen`,
    ),
  }),
} satisfies Readonly<Record<string, ProblemSentence>>;

import type { ProblemSentence } from '@muniment/platform/http';
import { read, say } from './say.ts';

/** Mistakes about made keys, children, demos, files and variants of a pack's products. */
export const packKeyIssues = {
  'alternative-of-itself': say(
    (f) => `${f.text('part')} is its own alternative`,
    (f) => `${f.text('part')} ist seine eigene Alternative`,
  ),
  'child-key-not-fitting': say(
    (f) =>
      f.text('key') === ''
        ? `no step fits the key "${f.text('example')}"`
        : `"${f.text('example')}" becomes "${f.text('key')}", which ${f.text('product')} does not take`,
    (f) =>
      f.text('key') === ''
        ? `kein Schritt passt zum Schlüssel „${f.text('example')}“`
        : `aus „${f.text('example')}“ wird „${f.text('key')}“, was ${f.text('product')} nicht annimmt`,
  ),
  'child-without-key': say(
    (f) => `${f.text('product')} appears by itself, but nothing says which key it gets`,
    (f) => `${f.text('product')} erscheint von selbst, aber nichts sagt, welchen Schlüssel es bekommt`,
  ),
  'children-in-circle': say(
    (f) =>
      f.text('reason') === 'needed'
        ? `${f.text('product')} would need itself below without end, so that nothing could ever be activated`
        : `${f.text('product')} would appear below itself without end`,
    (f) =>
      f.text('reason') === 'needed'
        ? `${f.text('product')} würde ohne Ende sich selbst unter sich brauchen, so dass nie etwas aktiviert werden könnte`
        : `${f.text('product')} würde ohne Ende unter sich selbst erscheinen`,
  ),
  'children-too-many': say(
    (f) => `with one device more than ${f.text('most')} others would appear by themselves`,
    (f) => `mit einem Gerät würden mehr als ${f.text('most')} andere von selbst erscheinen`,
  ),
  'demo-without-end': say(
    (f) => `${f.text('part')} is no part of model term: a demo must end`,
    (f) => `${f.text('part')} ist kein Artikel mit model: term: Eine Demo muss enden`,
  ),
  'derived-key-not-reachable': say(
    'a key made with the device needs no provisional temporary key; write at: request, or use: final',
    'ein Schlüssel, der mit dem Gerät entsteht, braucht keinen vorläufigen; schreiben Sie at: request oder use: final',
  ),
  'least-above-most': say(
    (f) => `least is ${f.text('least')}, most is ${f.text('most')}`,
    (f) => `least ist ${f.text('least')}, most ist ${f.text('most')}`,
  ),
  'license-keys-too-short': say(
    (f) => `keys of this form hold ${f.text('bits')} bits of chance, which can be guessed; ${f.text('least')} are needed`,
    (f) => `Schlüssel dieser Form enthalten ${f.text('bits')} Bit Zufall, das lässt sich erraten; nötig sind ${f.text('least')}`,
  ),
  'product-unknown': say(
    (f) => `no product "${f.text('product')}" in products`,
    (f) => `„${f.text('product')}“ steht nicht unter products`,
  ),
  'shape-not-bounded': say(
    'a shape has no *, + or {n,}: made values have an end',
    'eine Form hat kein *, + oder {n,}: was gemacht wird, hat ein Ende',
  ),
  'shape-too-long': say(
    (f) => `values of this shape have up to ${f.text('length')} characters; ${f.text('most')} are possible`,
    (f) => `Werte dieser Form haben bis zu ${f.text('length')} Zeichen; möglich sind ${f.text('most')}`,
  ),
  'shape-too-small': say(
    (f) => `this shape has ${f.text('values')} values; at least ${f.text('least')} are needed`,
    (f) => `diese Form hat ${f.text('values')} Werte; mindestens ${f.text('least')} sind nötig`,
  ),
  'suffix-without-category': say(
    (f) => `suffix belongs to a category; ${f.text('part')} is one part`,
    (f) => `suffix gehört zu einer category; ${f.text('part')} ist ein einzelner Artikel`,
  ),
  'temp-key-missing': say(
    'a key made on request needs a tempKey with use: provisional until then',
    'ein Schlüssel, der auf Anforderung entsteht, braucht bis dahin einen tempKey mit use: provisional',
  ),
  'trigger-not-allowed': say(
    (f) =>
      f.text('reason') === 'product'
        ? `${f.text('part')} must be attached before the key is made, and parts does not take it`
        : `${f.text('part')} must be attached before the key is made, so it belongs to tempKey.parts`,
    (f) =>
      f.text('reason') === 'product'
        ? `${f.text('part')} muss zugeordnet sein, bevor der Schlüssel entsteht, und parts nimmt es nicht an`
        : `${f.text('part')} muss zugeordnet sein, bevor der Schlüssel entsteht, und gehört deshalb in tempKey.parts`,
  ),
  'upload-not-valid': (facts: Readonly<Record<string, unknown>>, language: string) =>
    read(
      facts['reason'] === 'missing'
        ? say('delivery: against-upload needs upload', 'delivery: against-upload braucht upload')
        : say('upload belongs to delivery: against-upload', 'upload gehört zu delivery: against-upload'),
      facts,
      language,
    ),
  'variant-missing': say(
    (f) => `variant "${f.text('variant')}" of ${f.text('product')} is gone; keep it with withdrawn: true`,
    (f) => `die Variante „${f.text('variant')}“ von ${f.text('product')} fehlt; lassen Sie sie mit withdrawn: true stehen`,
  ),
  'variant-unknown': say(
    (f) => `${f.text('product')} has no variant "${f.text('variant')}"; it has ${f.list('variants') || 'none'}`,
    (f) => `${f.text('product')} hat keine Variante „${f.text('variant')}“; es gibt ${f.list('variants') || 'keine'}`,
  ),
} satisfies Readonly<Record<string, ProblemSentence>>;

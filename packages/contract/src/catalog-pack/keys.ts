import { z } from 'zod';
import { identifier, partNumber, pattern, texts } from './common.ts';

/** Hardware keys: what is entered, what is made, and how one follows from another (B4–B7). */

const primitives = 'strip-whitespace, strip-dashes, strip-underscores, strip-colons, strip-dots, strip-prefix: TEXT, strip-suffix: TEXT';
const normaliseStep = z
  .union(
    [
      z.enum(['strip-whitespace', 'strip-dashes', 'strip-underscores', 'strip-colons', 'strip-dots']),
      z.strictObject({ 'strip-prefix': z.string().min(1).max(50).meta({ description: 'Taken off the front' }) }),
      z.strictObject({ 'strip-suffix': z.string().min(1).max(50).meta({ description: 'Taken off the end' }) }),
    ],
    { error: `Not a normalising step; the steps are ${primitives}` },
  )
  .meta({ description: `A published primitive: ${primitives}` });

const keyFormat = z
  .strictObject({
    id: identifier,
    pattern: pattern.meta({ description: 'Regular expression of the published subset; the whole normalised key must match' }),
    normalise: z.array(normaliseStep).max(10).default([]).meta({ description: 'Applied in this order, until nothing changes any more' }),
    letterCase: z
      .enum(['as-is', 'upper', 'lower'])
      .default('as-is')
      .meta({ description: 'Keys are case-sensitive unless this says otherwise' }),
    expected: texts.meta({ description: 'What to enter, in words; shown when a key is refused' }),
    example: z.string().min(1).max(200).meta({ description: 'A key that matches; shown when a key is refused' }),
  })
  .meta({ description: 'One form a hardware key may have' });

export const keyFormats = z.array(keyFormat).max(20);
const shape = pattern.meta({
  description: 'What a made value looks like: a pattern of the published subset, no * or +, with at least 10,000 values',
});

export const secondaryKey = z
  .strictObject({
    label: texts.optional().meta({ description: 'What the second key is called; "second hardware key" when left out' }),
    keyFormats: keyFormats.default([]).meta({ description: 'Its forms; those of the first key when left out' }),
    required: z.boolean().default(false).meta({ description: 'true: no device without it' }),
  })
  .meta({ description: 'A second hardware key of the same device, such as that of a second processor' });

export const productKey = z
  .strictObject({
    label: texts.optional().meta({ description: 'What it is called; "product key" when left out' }),
    keyFormats: keyFormats.default([]).meta({ description: 'Its forms, where it is entered; none: it is never entered' }),
    required: z.boolean().default(false).meta({ description: 'true: no device without it' }),
    shape: shape.optional().meta({ description: 'Where nothing was entered, one of this shape is made at the first activation' }),
  })
  .meta({ description: 'A number beside the hardware key under which licence files are named' });

export const derivedKey = z
  .strictObject({
    label: texts.meta({ description: 'What is entered, such as "Full computer name"' }),
    keyFormats: keyFormats.min(1).meta({ description: 'Forms of what is entered; it need not be unique' }),
    editable: z.boolean().default(false).meta({ description: 'true: what was entered may be changed later; the key stays' }),
    shape,
    at: z
      .enum(['creation', 'request'])
      .default('creation')
      .meta({ description: 'creation: with the device. request: later, from a provisional temporary key' }),
    trigger: partNumber.optional().meta({
      description: 'With at: request: the part that must be attached first; making the key activates it',
    }),
    replaceable: z.boolean().default(true).meta({ description: 'false: a device with a made key takes no hardware replacement' }),
  })
  .meta({ description: 'A hardware key that is made, once, from what somebody enters' });

export const tempKey = z
  .strictObject({
    prefix: z
      .string()
      .regex(/^[A-Za-z0-9]{1,20}$/)
      .meta({ description: 'What stands before the first dash of PREFIX-yymmddhhmmss-nnn-TEMP-KEY' }),
    use: z.enum(['provisional', 'final']).meta({
      description: 'provisional: until the key is made, nothing can be activated. final: it is the device\u2019s key for good',
    }),
    parts: z.array(partNumber).max(100).default([]).meta({ description: 'The only parts that may be attached while it is provisional' }),
  })
  .meta({ description: 'A key for a device that has none yet, made when nothing is entered' });

const affix = z.string().min(1).max(50);
const keyStep = z
  .union([
    z.strictObject({ 'strip-prefix': affix.meta({ description: 'Taken off the front, where it stands there' }) }),
    z.strictObject({ 'strip-suffix': affix.meta({ description: 'Taken off the end, where it stands there' }) }),
    z.strictObject({ 'add-prefix': affix.meta({ description: 'Put in front' }) }),
    z.strictObject({ 'add-suffix': affix.meta({ description: 'Put at the end' }) }),
    z.strictObject({
      match: pattern.meta({ description: 'A pattern with groups ( ) that the whole key must match' }),
      give: z.string().min(1).max(200).meta({ description: 'The new key; {1} stands for what the first group took' }),
    }),
  ])
  .meta({ description: 'One step from the key of a device to that of its child' });

export const child = z
  .strictObject({
    id: identifier,
    label: texts.meta({ description: 'What such a child is called, such as "Redundant system"' }),
    product: identifier.meta({ description: 'Product of the child' }),
    variant: identifier.optional().meta({ description: 'Variant of that product, where it has some' }),
    creation: z.enum(['automatic', 'manual']).meta({ description: 'automatic: appears with the device. manual: somebody adds it' }),
    least: z.int().min(0).max(100).default(0).meta({ description: 'As many must be there before anything is activated' }),
    most: z.int().min(1).max(100).default(1).meta({ description: 'As many there may be' }),
    key: z
      .array(keyStep)
      .max(10)
      .optional()
      .meta({ description: 'From the device\u2019s key to the child\u2019s. automatic: it gets that key. manual: the form proposes it' }),
    onlyBeforeActivation: z.boolean().default(false).meta({ description: 'true: none can be added once something was activated' }),
    licensed: z.enum(['itself', 'with-parent']).default('itself').meta({
      description: 'itself: licences are attached to the child. with-parent: only to the device above, whose file covers both',
    }),
    shownOnParent: z.boolean().default(false).meta({ description: 'true: the child\u2019s licences are listed on the device above, too' }),
    confirmation: texts.optional().meta({ description: 'A sentence to be confirmed by whoever adds one by hand' }),
  })
  .meta({ description: 'A device that may stand below a device of this product' });

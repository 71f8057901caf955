import { z } from 'zod';

/** Pieces that every section of the pack format is made of. */

export const identifier = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
  .meta({ description: 'Letters, digits, dot, dash, underscore; starts with a letter or digit; at most 64 characters' });
export const texts = z
  .record(z.string(), z.string().min(1).max(20_000))
  .meta({ description: 'A text by ISO 639-1 language; every language of the pack and no other' });
export const noun = z
  .strictObject({
    one: texts.meta({ description: 'Singular: "seat"' }),
    other: texts.meta({ description: 'Plural: "seats"' }),
  })
  .meta({ description: 'A word in singular and plural' });
export const count = z.int().min(1).max(1_000_000_000);
export const partNumber = z
  .string()
  .regex(/^[!-~]([ -~]{0,98}[!-~])?$/)
  .meta({ description: 'Part number as ordered: printable ASCII, no blank at the ends, at most 100 characters' });
/** A code in the pack's own spelling. */
export const ownCode = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
  .meta({ description: 'The pack\u2019s own code, in its own spelling' });
export const pattern = z.string().min(1).max(500);
/** Text around names in braces, such as `{hardwareKey}.lic`. */
export const fileName = z.string().min(1).max(200);

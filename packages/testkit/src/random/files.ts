import type { LicenseFile } from '@muniment/domain/catalog';
import { type Dice, letters, texts, type Words, word } from './dice.ts';
import { randomShape } from './keys.ts';

export const fileKinds = ['single', 'zip', 'at-once', 'later', 'against-upload'] as const;
export type FileKind = (typeof fileKinds)[number];

/** A name with the file's own ending, unlike that of any other file of the model. */
function fileName(dice: Dice, ending: string): string {
  const names = [
    '{hardwareKey}',
    '{productKey}',
    '{product}.{hardwareKey}',
    '{productKey}_{serial}_{date}',
    '{variant}-{hardwareKey}{secondaryKey}',
  ];
  return `${word(dice)}-${dice.pick(names)}.${ending}`;
}

/** What is delivered for a device. */
export function randomFile(words: Words, kind: FileKind): LicenseFile {
  const { dice } = words;
  if (kind === 'single' || kind === 'zip') {
    const code = dice.chance(kind === 'zip' ? 0.8 : 0.4) ? { activationCode: { shape: randomShape(dice), mail: dice.chance(0.5) } } : {};
    if (kind === 'single') return { format: 'single', fileName: fileName(dice, dice.text(letters, 3)), ...code };
    const entries = [
      { content: 'license', fileName: fileName(dice, 'lic'), of: 'each' },
      { content: 'log', fileName: fileName(dice, 'log'), of: dice.pick(['device', 'each'] as const) },
      ...(dice.chance(0.4) ? [{ content: 'license', fileName: fileName(dice, 'copy'), of: 'device' } as const] : []),
    ] as const;
    return { format: 'zip', fileName: fileName(dice, 'zip'), entries: dice.some(entries, entries.length), ...code };
  }
  const upload = kind === 'against-upload' ? { upload: { fileName: `${word(dice)}.bin`, label: texts(words) } } : {};
  return { format: 'external', delivery: kind, waiting: texts(words), ...upload };
}

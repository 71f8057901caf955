import type { Part, Rule, RuleMoment } from '@muniment/domain/catalog';
import { type Dice, texts, type Words } from './dice.ts';

/** Parts and how many units of each; what is not named is none. */
export type Units = Readonly<Record<string, number>>;

export const ruleKinds = ['minimum', 'exactly-one', 'equal', 'at-least', 'alternative', 'limit', 'single-order'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** A rule of a pack, and what it says in words that need no CEL. */
export interface RandomRule {
  readonly kind: RuleKind;
  readonly rule: Rule;
  /** Whether what is active, demos left out, is as the rule wants it after every act it is asked at. */
  holds(active: Units): boolean;
  /** Units of its parts as it allows them, and as it forbids them. */
  readonly fits: Units;
  readonly breaks: Units;
}

/** Makes a part that nothing else uses; another one may stand in for it. */
export type NewPart = (over?: { readonly alternatives?: readonly string[] }) => Part;

interface Drawn {
  readonly when: readonly RuleMoment[];
  readonly check: string;
  readonly holds: (active: Units) => boolean;
  readonly fits: Units;
  readonly breaks: Units;
}

const of = (active: Units, part: string): number => active[part] ?? 0;
const counted = (part: string, map = 'parts'): string => `selection.${map}['${part}'] + active.${map}['${part}']`;
const atFile: readonly RuleMoment[] = ['activate', 'import'];

const drawn: Readonly<Record<RuleKind, (dice: Dice, part: NewPart) => Drawn>> = {
  minimum(dice, part) {
    const { number } = part();
    const least = dice.int(1, 3);
    const fits = { [number]: least + dice.int(0, 2) };
    const breaks = { [number]: least - 1 };
    return { when: atFile, check: `${counted(number)} >= ${least}`, holds: (active) => of(active, number) >= least, fits, breaks };
  },
  'exactly-one'(_, part) {
    const { number } = part();
    return {
      when: atFile,
      check: `${counted(number)} == 1`,
      holds: (active) => of(active, number) === 1,
      fits: { [number]: 1 },
      breaks: { [number]: 2 },
    };
  },
  equal(dice, part) {
    const [one, other] = [part().number, part().number];
    const units = dice.int(1, 4);
    const holds = (active: Units) => of(active, one) === of(active, other);
    const check = `${counted(one)} == ${counted(other)}`;
    return { when: atFile, check, holds, fits: { [one]: units, [other]: units }, breaks: { [one]: units, [other]: units + 1 } };
  },
  'at-least'(dice, part) {
    const [more, less] = [part().number, part().number];
    const units = dice.int(1, 3);
    const holds = (active: Units) => of(active, more) >= of(active, less);
    const check = `${counted(more)} >= ${counted(less)}`;
    return { when: atFile, check, holds, fits: { [more]: units + 1, [less]: units }, breaks: { [more]: units, [less]: units + 1 } };
  },
  alternative(dice, part) {
    const other = part().number;
    const { number } = part({ alternatives: [other] });
    const holds = (active: Units) => of(active, number) + of(active, other) >= 1;
    return {
      when: atFile,
      check: `${counted(number, 'partsOrAlternatives')} >= 1`,
      holds,
      fits: { [dice.pick([number, other])]: 1 },
      breaks: {},
    };
  },
  limit(dice, part) {
    const { number } = part();
    const most = dice.int(1, 4);
    const check = `${counted(number)} + attached.parts['${number}'] <= ${most}`;
    const holds = (active: Units) => of(active, number) <= most;
    return { when: ['attach', 'activate', 'import'], check, holds, fits: { [number]: most }, breaks: { [number]: most + 1 } };
  },
  // What is taken at once, not what is there in the end.
  'single-order': () => ({ when: ['attach'], check: 'order.single', holds: () => true, fits: {}, breaks: {} }),
};

/** A rule of a kind over parts of its own. */
export function randomRule(words: Words, kind: RuleKind, part: NewPart): RandomRule {
  const { dice } = words;
  const { when, check, ...facts } = drawn[kind](dice, part);
  const code = dice.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ', dice.int(4, 9));
  return { kind, rule: { when, check, code, message: texts(words), nextStep: texts(words) }, ...facts };
}

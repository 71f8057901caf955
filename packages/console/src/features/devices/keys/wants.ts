import { fieldErrors } from '../../../lib/field-errors.ts';
import type { InputFor, Problem } from '../../../lib/types.ts';
import type { Model } from '../model.ts';

/** Which of a device's keys is meant; `input` is what a key is made from. */
export type Role = NonNullable<InputFor<'check-hardware-key'>['role']>;
type Format = Model['keyFormats'][number];

/** What is typed into the fields of the keys. */
export interface KeyTexts {
  readonly primary: string;
  readonly secondary: string;
  readonly productKey: string;
}
export const noKeys: KeyTexts = { primary: '', secondary: '', productKey: '' };

/** One field of a key: what it takes. */
export interface Want {
  readonly role: Role;
  /** In the pack's words; null: as everywhere. */
  readonly label: string | null;
  readonly formats: readonly Format[];
  readonly required: boolean;
  /** What else may be typed here, from which a key is made. */
  readonly orInput: string | null;
}

export interface Wants {
  /** Null where no key is entered: a temporary one is made. */
  readonly primary: Want | null;
  readonly secondary: Want | null;
  readonly productKey: Want | null;
}

/** Before a product is chosen: a key may be scanned or typed, and says whose it may be. */
export const anyKey: Wants = {
  primary: { role: 'primary', label: null, formats: [], required: true, orInput: null },
  secondary: null,
  productKey: null,
};

/** The fields that adding a device of a model takes, and no others (B4–B6). */
export function wantsOf(model: Model): Wants {
  const derived = model.derivedKey?.at === 'creation' ? model.derivedKey : null;
  const required = model.tempKey === null;
  const own = model.keyFormats;
  const { secondaryKey, productKey } = model;
  return {
    primary:
      own.length === 0
        ? derived && { role: 'input', label: derived.label, formats: derived.keyFormats, required, orInput: null }
        : {
            role: 'primary',
            label: model.keyLabel,
            formats: [...own, ...(derived?.keyFormats ?? [])],
            required,
            orInput: derived?.label ?? null,
          },
    secondary: secondaryKey && { ...secondaryKey, role: 'secondary', formats: secondaryKey.keyFormats, orInput: null },
    productKey:
      productKey && productKey.keyFormats.length > 0
        ? { ...productKey, role: 'product-key', formats: productKey.keyFormats, orInput: null }
        : null,
  };
}

export interface EnteredKeys {
  readonly hardwareKey?: string;
  readonly keyInput?: string;
  readonly secondaryKey?: string;
  readonly productKey?: string;
}

/** What the server is told: fields that the model has and that are filled in. */
export function enteredKeys(wants: Wants, texts: KeyTexts): EnteredKeys {
  const given = (want: Want | null, text: string) => want !== null && text.trim() !== '';
  return {
    ...(given(wants.primary, texts.primary) ? { [wants.primary!.role === 'input' ? 'keyInput' : 'hardwareKey']: texts.primary } : {}),
    ...(given(wants.secondary, texts.secondary) ? { secondaryKey: texts.secondary } : {}),
    ...(given(wants.productKey, texts.productKey) ? { productKey: texts.productKey } : {}),
  };
}

/** Whether everything that must be entered is. */
export const isComplete = (wants: Wants, texts: KeyTexts): boolean =>
  (['primary', 'secondary', 'productKey'] as const).every((name) => !wants[name]?.required || texts[name].trim() !== '');

const keyCodes = new Set([
  'hardware-key-invalid',
  'hardware-key-missing',
  'key-not-expected',
  'secondary-key-same',
  'hardware-key-taken',
  'hardware-key-blocked',
]);

/** What the server says against one of the fields: the refusal says which key it means. */
export function keyError(problem: Problem | undefined, role: Role): string | undefined {
  const name = { primary: 'hardwareKey', input: 'keyInput', secondary: 'secondaryKey', 'product-key': 'productKey' } as const;
  if (problem === undefined) return undefined;
  if (!keyCodes.has(problem.code)) return fieldErrors(problem)[name[role]];
  const meant = problem.facts?.['role'] ?? 'primary';
  const isMeant = meant === role || (role === 'input' && meant === 'primary') || (role === 'primary' && meant === 'input');
  return isMeant ? problem.title : undefined;
}

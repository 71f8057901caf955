import { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import type { CatalogPack, OrderField } from './pack.ts';

export type OrderFieldRefusal = 'order-field-missing' | 'order-field-unknown' | 'order-field-not-valid';

/** Checks the values of the pack's order fields, blanks at the ends removed; an empty value counts as left out. */
export function checkOrderFields(
  pack: Pick<CatalogPack, 'orderFields'>,
  given: Readonly<Record<string, string>>,
): Decision<Readonly<Record<string, string>>, OrderFieldRefusal> {
  const known = pack.orderFields.map(({ id }) => id);
  const unknown = Object.keys(given).find((id) => !known.includes(id));
  if (unknown !== undefined) return refuse('order-field-unknown', { field: unknown, fields: known });
  const values: Record<string, string> = {};
  for (const field of pack.orderFields) {
    const value = (Object.hasOwn(given, field.id) ? given[field.id]! : '').trim();
    const facts = { field: field.id, label: field.label, type: field.type };
    if (value === '') {
      if (field.required) return refuse('order-field-missing', facts);
      continue;
    }
    if (!isValid(field, value)) {
      return refuse('order-field-not-valid', {
        ...facts,
        value,
        choices: field.choices?.map(({ value: one, label }) => ({ value: one, label })) ?? [],
      });
    }
    values[field.id] = value;
  }
  return accept(values);
}

function isValid(field: OrderField, value: string): boolean {
  if (field.type === 'number') return /^-?\d{1,15}(\.\d{1,9})?$/.test(value);
  if (field.type === 'date') return isDate(value);
  if (field.type === 'choice') return field.choices?.some((choice) => choice.value === value) ?? false;
  return true;
}

/** Whether a text is a calendar date, YYYY-MM-DD. */
function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  try {
    Temporal.PlainDate.from(value);
    return true;
  } catch {
    return false;
  }
}

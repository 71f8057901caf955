import { Select, TextInput } from '@mantine/core';
import type { Catalog } from '../lib/types.ts';

type Field = Catalog['orderFields'][number];

/** A field the vendor's pack asks for, in the form its type asks for. */
export function PackField({ field, value, onChange }: { field: Field; value: string; onChange: (value: string) => void }) {
  if (field.type === 'choice') {
    return (
      <Select
        label={field.label}
        data={[...field.choices]}
        value={value || null}
        required={field.required}
        clearable={!field.required}
        onChange={(next) => onChange(next ?? '')}
      />
    );
  }
  return (
    <TextInput
      label={field.label}
      type={field.type === 'date' ? 'date' : 'text'}
      inputMode={field.type === 'number' ? 'decimal' : undefined}
      required={field.required}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

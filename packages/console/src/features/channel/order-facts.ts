import type { Fact } from '../../components/Facts.tsx';
import { useCatalog } from '../catalog/index.ts';

/** Id and value of an order's own field as a fact in the pack's words. A field the pack no longer has keeps its id and what was written. */
export function useFieldFact(): (entry: readonly [id: string, value: string]) => Fact {
  const { catalog } = useCatalog();
  return ([id, value]) => {
    const field = catalog?.orderFields.find((one) => one.id === id);
    return { label: field?.label ?? id, value: field?.choices.find((choice) => choice.value === value)?.label ?? value };
  };
}

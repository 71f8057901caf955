import { Key } from '../../components/Copyable.tsx';
import { TwoLines } from '../../components/TwoLines.tsx';

/** Who or what a licence is for: the name, and the key of a device below it. */
export function Who({ of: { name, hardwareKey } }: { of: { readonly name: string; readonly hardwareKey: string | null } }) {
  return <TwoLines second={hardwareKey ? <Key text={hardwareKey} /> : null}>{name}</TwoLines>;
}

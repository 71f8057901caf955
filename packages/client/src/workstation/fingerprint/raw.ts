import type { FingerprintComponent } from '@muniment/domain/fingerprint';

/** What a machine tells of itself, unhashed. It stays in this folder: only `collectFingerprint` is known outside, and it hashes. */
export interface RawMachine {
  readonly values: Readonly<Partial<Record<FingerprintComponent, readonly string[]>>>;
  /** Components that are there, and that this user may not read. */
  readonly denied: readonly FingerprintComponent[];
  /** Components that the system was asked for, and did not answer: nobody knows whether they are there. */
  readonly unread: readonly FingerprintComponent[];
  readonly surroundings: Surroundings;
}

/** What the program runs in: hardware, or something that can be copied. */
export interface Surroundings {
  readonly kind: 'hardware' | 'virtual-machine' | 'container';
  /** Which one, in its maker's own short word; null where it does not say, and of hardware. */
  readonly by: string | null;
}

export const hardware: Surroundings = { kind: 'hardware', by: null };

/** What was not told this time and was before: a system that is busy for a moment has not lost its parts. */
export function completedBy(now: RawMachine, before: RawMachine | null): RawMachine {
  if (now.unread.length === 0 || before === null) return now;
  const known = now.unread.filter((id) => !before.unread.includes(id));
  const values = { ...now.values, ...Object.fromEntries(known.map((id) => [id, before.values[id] ?? []])) };
  return { ...now, values, unread: now.unread.filter((id) => !known.includes(id)) };
}

/** What makers of hardware and of virtual machines write where they write nothing: the same on many machines. */
const placeholder =
  /^(0+|f+|x+|1234567890?|none|null|n\/?a|unknown|default( string)?|not (specified|available|applicable|settable|present)|uninitialized|invalid|to be filled by o\.?e\.?m\.?|o\.?e\.?m\.?|(system|chassis|base ?board|board) serial( number)?|serial( number)?|123456789|03000200-0400-0500-0006-000700080009)$/i;

/** The value by which it is compared; null where it says nothing. Case and blanks are for people, and differ from tool to tool. */
export function meaningful(value: string): string | null {
  const text = value.replaceAll('\u0000', '').trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const bare = text.replaceAll(/[-:. ]/g, '');
  return text === '' || placeholder.test(text) || /^(0+|f+)$/.test(bare) ? null : text;
}

/** Which virtual machine it is by what its firmware says; null for anything else. */
export function virtualMachineIn(text: string): string | null {
  return virtualMachines.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const virtualMachines: readonly (readonly [RegExp, string])[] = [
  [/vmware/i, 'vmware'],
  [/virtualbox|innotek/i, 'virtualbox'],
  [/microsoft corporation.*virtual machine/i, 'hyper-v'],
  [/amazon ec2/i, 'ec2'],
  [/google compute engine/i, 'gce'],
  [/parallels/i, 'parallels'],
  [/bhyve/i, 'bhyve'],
  [/\bxen\b/i, 'xen'],
  [/qemu|\bkvm\b|bochs|openstack|virtualmac/i, 'qemu'],
];

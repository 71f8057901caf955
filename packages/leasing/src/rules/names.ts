import type { Holder, Whom } from './types.ts';

/** What nobody sees: spaces of no width, soft hyphens, marks that say how the letter beside them is drawn. */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * A name as it is compared: without regard to letter case, to how an accent is written, to what nobody sees of it, and to space
 * around it. Folded here and nowhere else; what the database compares are the bytes of what was folded.
 */
export function foldName(name: string): string {
  // What is not seen goes first: it may stand between a letter and its accent.
  const seen = name.replace(unseen, '').normalize('NFKC');
  // Small letters of some large ones are written otherwise than normalized, and a sigma has two, by where it stands.
  return seen.toLowerCase().normalize('NFKC').replaceAll('ς', 'σ').trim();
}

/** Whom a rule means, as one text. */
export const keyOfWhom = ({ kind, name }: Whom): string => `${kind} ${foldName(name)}`;

/** Whoever a holder is to rules: themselves, their computer, their groups. */
export function keysOf({ user, host, groups }: Holder): string[] {
  return [`user ${foldName(user)}`, `host ${foldName(host)}`, ...groups.map((group) => `group ${foldName(group)}`)];
}

/** Whether a rule means this holder. */
export function means(whom: Whom, holder: Holder): boolean {
  return keysOf(holder).includes(keyOfWhom(whom));
}

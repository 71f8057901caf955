import { availableParallelism } from 'node:os';
import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { createTurns } from './turns.ts';

/** argon2id with 19 MiB and two passes: OWASP's minimum, about 30 ms. */
const options = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * A hash takes a whole core and a thread of the four that also read files and sign. However many sign in at once, a core
 * and a thread are left for everybody else.
 */
const turn = createTurns(Math.max(1, Math.min(3, availableParallelism() - 1)));

/** Takes its time: never to be waited for inside a transaction. */
export function hashPassword(password: string): Promise<string> {
  return turn(() => hash(password, options));
}

let nobodys: Promise<string> | null = null;

/**
 * Whether the password is the one hashed. Without a hash (an address nobody has) a hash of nobody's is checked, so that
 * the time tells nothing. Never to be waited for inside a transaction.
 */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  // Waited for in either case: the first one to ask takes as long with an address that somebody has.
  nobodys ??= hashPassword('a password that nobody has');
  const other = await nobodys;
  const right = await turn(() => verify(passwordHash ?? other, password));
  return right && passwordHash !== null;
}

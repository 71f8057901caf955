import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { passwordTurn } from './password-turn.ts';

/** argon2id with 19 MiB and two passes: OWASP's minimum, about 30 ms. */
const options = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Takes its time: never to be waited for inside a transaction. */
export function hashPassword(password: string): Promise<string> {
  return passwordTurn(() => hash(password, options));
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
  const right = await passwordTurn(() => verify(passwordHash ?? other, password));
  return right && passwordHash !== null;
}

import { type Algorithm, hash, verify } from '@node-rs/argon2';

/** argon2id with 19 MiB and two passes: OWASP's minimum, about 30 ms. */
const options = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, options);
}

let nobodys: Promise<string> | null = null;

/**
 * Whether the password is the one hashed. Without a hash (an address nobody has) a hash of nobody's is checked, so that
 * the time tells nothing.
 */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodys ??= hashPassword('a password that nobody has');
  const right = await verify(passwordHash ?? (await nobodys), password);
  return right && passwordHash !== null;
}

import { v4, v7 } from 'uuid';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new UUIDv7 (RFC 9562): sorts by the time it was made. */
export function uuidv7(): string {
  return v7();
}

/** A UUID that is nothing but chance (UUIDv4): for what must not be guessed. */
export function randomUuid(): string {
  return v4();
}

/** The id people and programs see: `dev` and a UUID become `dev_019…`. */
export function toId<Prefix extends string>(prefix: Prefix, value: string): `${Prefix}_${string}` {
  return `${prefix}_${value}`;
}

/** The UUID of an id with this prefix; null if it is not one: such a thing cannot exist. */
export function fromId(prefix: string, id: string): string | null {
  if (!id.startsWith(`${prefix}_`)) return null;
  const value = id.slice(prefix.length + 1);
  return uuid.test(value) ? value : null;
}

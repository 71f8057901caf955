import { randomInt } from 'node:crypto';
import { sha256Bytes } from '@muniment/platform/hash';

/** Without characters that are taken for one another: a code is read from a screen and typed into a device. */
const characters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 4;
const groupLength = 4;

/** A new enrolment code, such as `K7QM-2XPA-9RTC-HW4E`: 78 bits, of which an attempt is limited like every public one. */
export function makeCode(): string {
  const group = () => Array.from({ length: groupLength }, () => characters[randomInt(characters.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** What is kept of a code, however it was typed. */
export function codeHash(typed: string): Buffer {
  return sha256Bytes(typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''));
}

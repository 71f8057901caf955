import { verifyBorrow, verifyLicense } from '@muniment/documents/verify';
import { healClock } from '@muniment/domain/clock';
import { type Clock, takeFolder } from '../../machine/index.ts';
import { readFile, writeFile } from '../folder.ts';
import { listLeases, placeOf, readLease, removePlace, writeLease } from './records.ts';

// A clock that had been ahead by mistake is believed again by a document that answers a question of now (F14), as a licence file does.

/** What an answer can prove, where the clock counts as set back. It is in this process's memory alone: no answer of before fits. */
export interface Question {
  readonly nonce: string;
  /** The time for decisions when it was asked. */
  readonly latestWhenAsked: number;
}

/** The time that a document proves which was signed in answer to a question of now; null where it proves nothing. Milliseconds since 1970. */
export function provenTime(clock: Clock, { nonce, latestWhenAsked }: Question, signed: { readonly nonce?: string; readonly iat: number }) {
  const { latest, isSetBack } = clock.time();
  if (!isSetBack || signed.nonce !== nonce) return null;
  const signedAt = signed.iat * 1000;
  // Where nobody knows what had been seen: it was signed after the question, so it is as late as that.
  return healClock(latest, { latestWhenAsked, signedAt }) ?? (clock.isLost() ? Math.max(latest, signedAt) : null);
}

/** A document that would heal the clock of a folder. */
interface Healing {
  readonly text: string;
  readonly vendor: string;
  readonly at: number;
  readonly isTest: boolean;
}

/**
 * Whether everything that the clock of this folder is for believes who signed a borrow document: a server of somebody's own must not say
 * what time it is for another vendor's seats and licences.
 */
export async function isBelievedByAll(folder: string, ownKey: string, { text, vendor, at, isTest }: Healing): Promise<boolean> {
  const [identity, state] = [readFile(folder, 'identity'), readFile(folder, 'state')];
  const licensed = identity.state === 'read' && state.state === 'read' && state.content.license !== null;
  const away = listLeases(folder).flatMap(({ borrow }) => (borrow?.document && borrow.trust ? [borrow] : []));
  const vendors = [...away.map((borrow) => borrow.vendor), ...(licensed ? [identity.content.vendor] : [])];
  if (vendors.some((one) => one !== vendor)) return false;
  const trusts = [...away.map(({ trust }) => trust!), ...(licensed ? [state.content.trust] : [])];
  const verified = await Promise.all(
    trusts.map(({ keys, newestKeySet }) =>
      verifyBorrow(text, { keys, newestKeySet: newestKeySet ?? undefined, now: at, ownKey, acceptTest: isTest }),
    ),
  );
  return verified.every(({ ok }) => ok);
}

/** The same of a licence file, which heals the clock of what is borrowed in its folder, too. */
export async function isBelievedBySeats(
  folder: string,
  { text, vendor, at, isTest }: Healing,
  whose: { readonly hardwareKey: string; readonly product: string },
): Promise<boolean> {
  const away = listLeases(folder).flatMap(({ borrow }) => (borrow?.document && borrow.trust ? [borrow] : []));
  if (away.some((borrow) => borrow.vendor !== vendor)) return false;
  const verified = await Promise.all(
    away.map(({ trust }) => {
      const { keys, newestKeySet } = trust!;
      return verifyLicense(text, { keys, newestKeySet: newestKeySet ?? undefined, now: at, ...whose, acceptTest: isTest });
    }),
  );
  return verified.every(({ ok }) => ok);
}

/**
 * What borrowed seats were judged by is no later than the time that was proven. Whoever has one of them just now keeps it as it is: it is
 * healed with the next contact. Nobody is waited for, so that two who heal wait for each other in no order.
 */
export async function lowerSeats(folder: string, at: number, except: string | null = null): Promise<void> {
  for (const { leaseId, borrow } of listLeases(folder)) {
    if (leaseId === except || borrow === null || borrow.judgedAt <= at) continue;
    const place = placeOf(folder, leaseId);
    const taken = await takeFolder(place);
    if (!('lock' in taken)) continue;
    try {
      const record = readLease(place);
      if (record === null) removePlace(place);
      else if (record.borrow !== null) writeLease(place, { ...record, borrow: { ...record.borrow, judgedAt: at } });
    } finally {
      taken.lock.release();
    }
  }
}

/** The same of the workstation's own licence. */
export async function lowerWorkstation(folder: string, at: number): Promise<void> {
  const read = () => readFile(folder, 'state');
  const isLater = (file: ReturnType<typeof read>) =>
    file.state === 'read' && Math.max(file.content.seenAt, file.content.license?.judgedAt ?? 0) > at;
  if (!isLater(read())) return;
  const taken = await takeFolder(folder);
  if (!('lock' in taken)) return;
  try {
    const state = read();
    if (state.state !== 'read' || !isLater(state)) return;
    const { license, seenAt } = state.content;
    const judged = license === null ? null : { ...license, judgedAt: Math.min(license.judgedAt, at) };
    writeFile(folder, 'state', { ...state.content, license: judged, seenAt: Math.min(seenAt, at) });
  } finally {
    taken.lock.release();
  }
}

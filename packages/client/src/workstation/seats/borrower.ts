import { randomBytes } from 'node:crypto';
import { createSigner, generateKey, openKey, type Signer } from '@muniment/documents/self';
import type { Fingerprint, FingerprintComponent } from '@muniment/domain/fingerprint';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { type Clock, clockShift, holdFolder, openClock } from '../../machine/index.ts';
import type { Expected } from '../expected.ts';
import { collectFingerprint } from '../fingerprint/index.ts';
import { marksIn, readFile } from '../folder.ts';
import type { WorkstationRefusal } from '../refusals.ts';
import type { SeatSettings } from './asker.ts';
import { type BorrowerFile, listLeases, readBorrower, seatsFolder, writeBorrower, writeList } from './records.ts';

/** This installation as it borrows: with a key of its own, a machine, and a clock that remembers. */
export interface Borrower {
  readonly folder: string;
  readonly signer: Signer;
  /** Whose seats the program takes. */
  readonly expected: Expected;
  /** Addresses that seats were borrowed from. */
  servers(): readonly string[];
  /** Number of the newest list of a vendor that was ever here for seats; none before the first. */
  newestList(vendor: string): number | undefined;
  fingerprint(components: readonly FingerprintComponent[]): Promise<Fingerprint>;
  /** Refused where this process's clock is shifted and anything here is real, or what is about to come (`coming`: it is of a test). */
  clock(coming?: boolean): Decision<Clock, WorkstationRefusal>;
}

type Answer<T> = Decision<T, WorkstationRefusal>;

/** By how much a clock may be behind where no product says so; as the catalog has it. */
const usualToleranceMinutes = 60;

/** Whether everything that is here is of test installations, the workstation and what is borrowed; null where there is nothing. */
function isAllTest(folder: string, ...coming: readonly boolean[]): boolean | null {
  const identity = readFile(folder, 'identity');
  const own = identity.state === 'read' ? [identity.content.isTest] : [];
  const away = listLeases(folder).flatMap(({ borrow }) => borrow?.isTest ?? []);
  const all = [...own, ...away, ...coming];
  return all.length === 0 ? null : all.every((isTest) => isTest);
}

function openClockIn({ folder, env = {} }: SeatSettings, ...coming: readonly boolean[]): Answer<Clock> {
  const identity = readFile(folder, 'identity');
  const state = readFile(folder, 'state');
  const shift = clockShift(env, isAllTest(folder, ...coming) === true);
  if (!shift.ok) return shift;
  const { mark, copy } = marksIn(folder);
  const minutes = identity.state === 'read' ? identity.content.clockToleranceMinutes : usualToleranceMinutes;
  const leases = listLeases(folder);
  const { seenAt = 0, license = null } = state.state === 'read' ? state.content : {};
  return accept(
    openClock(mark, {
      shift: shift.value,
      // What a document was judged by has been seen, even if both marks are gone.
      atLeast: Math.max(seenAt, ...leases.map(({ borrow }) => borrow?.judgedAt ?? 0)),
      copy,
      // They were written when the first document came: where one is and both are not, somebody took them.
      isNeeded: license !== null || leases.some(({ borrow }) => (borrow?.document ?? null) !== null),
      toleranceMilliseconds: minutes * 60_000,
    }),
  );
}

/** Opens what this installation borrows with; null where nothing was ever borrowed here. */
export function openBorrower(settings: SeatSettings): Answer<Borrower | null> {
  const { folder, env = {} } = settings;
  const read = readBorrower(folder);
  if (read.state === 'missing') return accept(null);
  if (read.state === 'damaged') return refuse('file-damaged', { folder: seatsFolder(folder), file: 'borrower.json', reason: read.reason });
  const { privateKeyPem, salt } = read.content;
  // A machine that somebody makes up can be told only where nothing real depends on it.
  const isReal = isAllTest(folder) === false;
  const root = settings.root ?? (isReal ? undefined : env['MUNIMENT_TEST_MACHINE']);
  const file = () => {
    const again = readBorrower(folder);
    return again.state === 'read' ? again.content : read.content;
  };
  return accept({
    folder,
    signer: createSigner(openKey(privateKeyPem)),
    expected: settings.expected ?? {},
    servers: () => [...new Set(Object.values(file().servers).flat())],
    newestList: (vendor) => file().lists[vendor],
    fingerprint: async (components) => (await collectFingerprint({ salt, components, root })).fingerprint,
    clock: (...coming) => openClockIn(settings, ...(coming as boolean[])),
  });
}

/** Does something to the file that this installation borrows with, alone. */
async function changing<T>(folder: string, work: () => Answer<T>): Promise<Answer<T>> {
  const held = await holdFolder(seatsFolder(folder));
  if (!held.ok) return held;
  if (!('lock' in held.value)) return refuse('folder-in-use', { folder, ...held.value });
  try {
    return work();
  } finally {
    held.value.lock.release();
  }
}

/** The same, with a key that is made where there is none. It is on the disk before anybody is told of it. */
export async function ensureBorrower(settings: SeatSettings): Promise<Answer<Borrower>> {
  const { folder } = settings;
  const made = await changing(folder, () => {
    if (readBorrower(folder).state === 'missing')
      writeBorrower(folder, { ...generateKey(), salt: randomBytes(24).toString('base64url'), servers: {}, lists: {} });
    return openBorrower(settings);
  });
  if (!made.ok) return made;
  if (made.value === null) throw new Error('what was just written is not there');
  return accept(made.value);
}

/** Keeps where somebody borrowed seats, once a document that came from there is believed. */
export async function noteServers(folder: string, by: string, servers: readonly string[]): Promise<Answer<null>> {
  const isKnown = ({ content }: { readonly content: BorrowerFile }) => content.servers[by]?.join(' ') === servers.join(' ');
  const known = readBorrower(folder);
  if (known.state === 'read' && isKnown(known)) return accept(null);
  return changing(folder, () => {
    const read = readBorrower(folder);
    if (read.state === 'read') writeBorrower(folder, { ...read.content, servers: { ...read.content.servers, [by]: servers } });
    return accept(null);
  });
}

/** Puts a vendor's list in place. The list first: a number without its list would be damage. */
export function noteList(folder: string, vendor: string, { text, number }: { readonly text: string; readonly number: number }) {
  return changing<null>(folder, () => {
    const read = readBorrower(folder);
    // Another process may have brought a newer one meanwhile.
    if (read.state !== 'read' || (read.content.lists[vendor] ?? 0) > number) return accept(null);
    writeList(folder, vendor, { text, etag: null });
    writeBorrower(folder, { ...read.content, lists: { ...read.content.lists, [vendor]: number } });
    return accept(null);
  });
}

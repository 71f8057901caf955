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
import { type BorrowerFile, listLeases, readBorrower, seatsFolder, writeBorrower } from './records.ts';

/** This installation as it borrows: with a key of its own, a machine, and a clock that remembers. */
export interface Borrower {
  readonly folder: string;
  readonly signer: Signer;
  /** Whose seats the program takes. */
  readonly expected: Expected;
  /** Whether what is borrowed here is of a test installation; null before anything was. */
  isTest(): boolean | null;
  /** Addresses that seats were borrowed from. */
  servers(): readonly string[];
  fingerprint(components: readonly FingerprintComponent[]): Promise<Fingerprint>;
  /** Refused where this process's clock is shifted and what is borrowed is real. */
  clock(): Decision<Clock, WorkstationRefusal>;
}

type Answer<T> = Decision<T, WorkstationRefusal>;

/** By how much a clock may be behind where no product says so; as the catalog has it. */
const usualToleranceMinutes = 60;

/** Whether seats of test installations are borrowed here: the workstation's set-up says so, or the first document did. */
function isTestIn(folder: string, file: BorrowerFile): boolean | null {
  const identity = readFile(folder, 'identity');
  return identity.state === 'read' ? identity.content.isTest : file.isTest;
}

function openClockIn({ folder, env = {} }: SeatSettings, file: BorrowerFile): Answer<Clock> {
  const identity = readFile(folder, 'identity');
  const state = readFile(folder, 'state');
  const shift = clockShift(env, isTestIn(folder, file) === true);
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
  const isReal = isTestIn(folder, read.content) === false;
  const root = settings.root ?? (isReal ? undefined : env['MUNIMENT_TEST_MACHINE']);
  const file = () => {
    const again = readBorrower(folder);
    return again.state === 'read' ? again.content : read.content;
  };
  return accept({
    folder,
    signer: createSigner(openKey(privateKeyPem)),
    expected: settings.expected ?? {},
    isTest: () => isTestIn(folder, file()),
    servers: () => file().servers,
    fingerprint: async (components) => (await collectFingerprint({ salt, components, root })).fingerprint,
    clock: () => openClockIn(settings, file()),
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
      writeBorrower(folder, { ...generateKey(), salt: randomBytes(24).toString('base64url'), isTest: null, servers: [] });
    return openBorrower(settings);
  });
  if (!made.ok) return made;
  if (made.value === null) throw new Error('what was just written is not there');
  return accept(made.value);
}

/** Keeps which kind of installation the first document came from, and where it was fetched. */
export function noteBorrowed(folder: string, known: Pick<BorrowerFile, 'isTest' | 'servers'>): Promise<Answer<null>> {
  return changing(folder, () => {
    const read = readBorrower(folder);
    if (read.state === 'read') writeBorrower(folder, { ...read.content, ...known });
    return accept(null);
  });
}

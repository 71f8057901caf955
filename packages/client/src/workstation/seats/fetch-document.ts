import type { FingerprintComponent } from '@muniment/domain/fingerprint';
import { accept } from '@muniment/domain/refusal';
import { instantText } from '../../machine/index.ts';
import { newNonce } from '../carried-files.ts';
import type { Online } from '../servers.ts';
import type { Asker } from './asker.ts';
import type { Borrower } from './borrower.ts';
import { claimsOf, install } from './documents.ts';
import { sendReceipt, writeReceipt } from './give-back.ts';
import type { Question } from './heal.ts';
import { type LeaseRecord, writeLease } from './records.ts';

/** Seats that are away from the network. */
export interface Borrowed {
  readonly leaseId: string;
  readonly feature: string;
  readonly seats: number;
  readonly user: string;
  readonly host: string;
  readonly borrowedUntil: string;
  /** Until when the document holds: it is renewed on the network before. */
  readonly documentUntil: string;
  /** How often the time may still be prolonged; null where nobody was asked now. */
  readonly renewalsLeft: number | null;
}

/**
 * By what a machine is known to whoever has no product: nothing of it may change then, so that only what stays is told. A card or a disk
 * may come and go.
 */
const lasting: readonly FingerprintComponent[] = [
  'machine-id',
  'container-id',
  ...(process.platform === 'darwin' ? ['system-uuid' as const] : []),
];

/** Where the clock counts as set back, the answer to a question of now can put that right (F14). */
function questionOf(borrower: Borrower): Question | null {
  const clock = borrower.clock();
  if (!clock.ok) return null;
  const { now, isSetBack } = clock.value.time();
  return isSetBack ? { nonce: newNonce(), latestWhenAsked: now } : null;
}

interface Asked {
  readonly dryRun?: boolean;
  readonly question?: Question | null;
}

/** Asks for the next document of a lease; in a dry run only whether there would be one. */
export async function askToBorrow(
  asker: Asker,
  borrower: Borrower,
  leaseId: string,
  until: string,
  { dryRun = false, question = null }: Asked = {},
) {
  const fingerprint = await borrower.fingerprint(asker.workstation?.identity.components ?? lasting);
  const { kid: _, use: __, ...publicKey } = borrower.signer.publicKey;
  const machine = Object.keys(fingerprint).length === 0 ? {} : { fingerprint: fingerprint as Record<string, string[]> };
  const nonce = question === null ? {} : { nonce: question.nonce };
  return asker.ask((client) => client.borrowSeat({ leaseId, until, publicKey, ...machine, ...nonce, dryRun }));
}

function borrowedOf({ leaseId, feature, seats, user, host, borrow }: LeaseRecord, renewalsLeft: number | null): Borrowed {
  const { document, until } = borrow!;
  const documentUntil = instantText((claimsOf(document!).exp ?? 0) * 1000);
  return { leaseId, feature, seats, user, host, borrowedUntil: until!, documentUntil, renewalsLeft };
}

/** Fetches the document of an end that is written down, and puts it in place. One that cannot be used here goes back at once. */
export async function fetchDocument(asker: Asker, borrower: Borrower, place: string, record: LeaseRecord): Promise<Online<Borrowed>> {
  const borrow = record.borrow!;
  const question = questionOf(borrower);
  const answer = await askToBorrow(asker, borrower, record.leaseId, borrow.asked!, { question });
  if (!answer.ok) return answer;
  const { document, renewalsLeft } = answer.value;
  if (document === null) throw new Error('the server lent a seat and answered no document');
  const installed = await install(asker, borrower, place, record, document, question);
  if (installed.ok) return accept(borrowedOf(installed.value, renewalsLeft));
  if (borrow.document === null) {
    const { number = 1, iss: vendor = null, test: isTest = false } = claimsOf(document);
    const refused = { ...record, borrow: { ...borrow, number, vendor, isTest } };
    await sendReceipt(asker, borrower, place, writeReceipt(place, refused, Date.now()));
  } else writeLease(place, { ...record, borrow: { ...borrow, asked: null } });
  return installed;
}

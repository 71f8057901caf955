import { type BorrowPayload, type RevocationsPayload, revocationOfBorrow, verifyRevocations } from '@muniment/documents/verify';
import { accept, type Decision, type Refusal, refuse } from '@muniment/domain/refusal';
import { holdFolder } from '../../machine/index.ts';
import type { Trust } from '../../vendor/index.ts';
import { readFile, writeFile } from '../folder.ts';
import type { WorkstationRefusal } from '../refusals.ts';
import { readRevocations } from '../revocation-file.ts';
import { hearRevocations, type KnownRevocations } from '../revocations.ts';
import { type Asking, askServers } from '../servers.ts';
import type { SeatSettings } from './asker.ts';
import { type Borrower, openBorrower } from './borrower.ts';
import { withLease } from './hold-lease.ts';
import { type LeaseRecord, listLeases, removePlace } from './records.ts';

/** Whose lists are believed here: as the seats that are away are. */
interface Believed {
  readonly trust: Trust;
  readonly vendor: string;
  readonly isTest: boolean;
}

/** A list that says nothing of these seats: it is another vendor's than theirs. */
const elsewhere: readonly unknown[] = ['wrong-vendor', 'unknown-key'];

async function listIn(folder: string, { trust, vendor, isTest }: Believed) {
  const state = readFile(folder, 'state');
  const newest = state.state === 'read' ? state.content.newestRevocations : undefined;
  const known = { trust, ...(newest === undefined ? {} : { newestRevocations: newest }) };
  const read = await readRevocations(folder, { vendor, isTest }, known);
  return elsewhere.includes(read.refusal?.facts['reason']) ? { payload: null, refusal: null } : read;
}

/** Why a borrowed seat counts no more, as far as was heard here (F10); null where nothing is known against it. */
export async function seatRevoked(
  folder: string,
  payload: BorrowPayload,
  believed: Omit<Believed, 'vendor'>,
): Promise<Refusal<WorkstationRefusal> | null> {
  const list = await listIn(folder, { ...believed, vendor: payload.iss });
  if (list.refusal !== null) return list.refusal;
  const entry = list.payload === null ? null : revocationOfBorrow(list.payload, payload);
  if (entry === null) return null;
  // What was given back may be somebody else's by now: this document is of a copy of what was here then.
  const code = entry.reason === 'returned' ? 'seat-returned' : 'seat-recalled';
  return refuse(code, { leaseId: payload.sub, reason: entry.reason, until: new Date(entry.until * 1000).toISOString() }).refusal;
}

const known = ({ number, entries }: RevocationsPayload, unchanged: boolean): KnownRevocations => ({
  number,
  entries: entries.length,
  unchanged,
});

/** Puts a list in place that came for seats alone, of a folder that is no workstation. */
async function keep(
  folder: string,
  given: string,
  believed: Believed,
  now: number,
): Promise<Decision<KnownRevocations, WorkstationRefusal>> {
  const { trust, vendor, isTest } = believed;
  const text = given.trim();
  const before = (await listIn(folder, believed)).payload;
  const list = await verifyRevocations(text, {
    keys: trust.keys,
    newestKeySet: trust.newestKeySet ?? undefined,
    vendor,
    newestNumber: before?.number ?? 0,
    acceptTest: isTest,
    now,
  });
  if (!list.ok) return list.refusal.code === 'expired' ? refuse('revocations-expired', list.refusal.facts) : list;
  const { payload } = list.value;
  if (isTest && payload.test !== true) return refuse('real-document');
  const stored = readFile(folder, 'revocations');
  if (stored.state === 'read' && stored.content.text === text) return accept(known(payload, true));
  const held = await holdFolder(folder);
  if (!held.ok) return held;
  if (!('lock' in held.value)) return refuse('folder-in-use', { folder, ...held.value });
  try {
    writeFile(folder, 'revocations', { text, etag: null });
  } finally {
    held.value.lock.release();
  }
  return accept(known(payload, false));
}

/** Whether the server is known to have the seats back that were removed here, by a list that somebody brought. */
async function isKnownToBeBack(folder: string, { leaseId, borrow }: LeaseRecord, isTest: boolean): Promise<boolean> {
  const { receipt = null, trust = null, vendor = null } = borrow ?? {};
  if (receipt === null || trust === null || vendor === null) return false;
  const { payload } = await listIn(folder, { trust, vendor, isTest });
  return payload !== null && revocationOfBorrow(payload, { sub: leaseId })?.reason === 'returned';
}

/** Forgets what was removed here and is back, as the list says: nobody needs to be told of it any more. */
export async function forgetWhatIsBack(settings: SeatSettings): Promise<void> {
  const { folder } = settings;
  const borrower = openBorrower(settings);
  if (!borrower.ok || borrower.value === null) return;
  const isTest = borrower.value.isTest() === true;
  for (const { leaseId, borrow } of listLeases(folder)) {
    if ((borrow?.receipt ?? null) === null) continue;
    await withLease<null>(folder, leaseId, async (place, record) => {
      if (await isKnownToBeBack(folder, record, isTest)) removePlace(place);
      return accept(null);
    });
  }
}

/** By which of the seats that are away a list is judged; null where none has a document. */
function believedBy(borrower: Borrower, records: readonly LeaseRecord[]): Believed | null {
  const away = records.find(({ borrow }) => (borrow?.trust ?? null) !== null && (borrow?.vendor ?? null) !== null);
  return away === undefined ? null : { trust: away.borrow!.trust!, vendor: away.borrow!.vendor!, isTest: borrower.isTest() === true };
}

/** Fetches the list for what is borrowed here, which needs no credential. Whoever does not answer is asked the next time. */
export async function hearOfSeats(settings: SeatSettings, borrower: Borrower, asking: Asking): Promise<void> {
  const believed = believedBy(borrower, listLeases(settings.folder));
  const clock = borrower.clock();
  if (believed === null || !clock.ok) return;
  const identity = readFile(settings.folder, 'identity');
  const state = readFile(settings.folder, 'state');
  const isOwn = identity.state === 'read' && identity.content.vendor === believed.vendor;
  if (isOwn && state.state === 'read' && state.content.servers.length > 0) {
    await hearRevocations(settings, asking);
    return;
  }
  const { servers = [] } = settings;
  const asked = servers.length > 0 ? servers : borrower.servers();
  const answer = await askServers(asked, asking, (client) => client.downloadRevocations({ vendor: believed.vendor }));
  if (answer.ok) await keep(settings.folder, answer.value.text, believed, clock.value.time().now);
}

/** Imports a list that somebody carried here, for seats that were borrowed without setting a workstation up; null where none were. */
export async function importForSeats(settings: SeatSettings, text: string): Promise<Decision<KnownRevocations, WorkstationRefusal> | null> {
  const borrower = openBorrower(settings);
  if (!borrower.ok) return borrower;
  const believed = borrower.value === null ? null : believedBy(borrower.value, listLeases(settings.folder));
  if (borrower.value === null || believed === null) return null;
  const clock = borrower.value.clock();
  return clock.ok ? keep(settings.folder, text, believed, clock.value.time().now) : clock;
}

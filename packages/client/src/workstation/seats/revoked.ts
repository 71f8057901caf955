import { type BorrowPayload, type RevocationsPayload, revocationOfBorrow, verifyRevocations } from '@muniment/documents/verify';
import { accept, type Decision, type Refusal, refuse } from '@muniment/domain/refusal';
import type { Trust } from '../../vendor/index.ts';
import { readFile } from '../folder.ts';
import type { WorkstationRefusal } from '../refusals.ts';
import { type ReadRevocations, readRevocations } from '../revocation-file.ts';
import { hearRevocations, type KnownRevocations } from '../revocations.ts';
import { type Asking, askServers } from '../servers.ts';
import type { SeatSettings } from './asker.ts';
import { type Borrower, noteList, openBorrower } from './borrower.ts';
import { withLease } from './hold-lease.ts';
import { type LeaseRecord, listLeases, readBorrower, readList, removePlace } from './records.ts';

/** Whose lists are believed here: as the seats that are away are. */
interface Believed {
  readonly trust: Trust;
  readonly vendor: string;
  readonly isTest: boolean;
}

const none: ReadRevocations = { payload: null, refusal: null };

/** A list that says nothing of these seats: it is somebody else's than theirs. */
const elsewhere: readonly unknown[] = ['wrong-vendor', 'unknown-key'];

const isOwn = (folder: string, vendor: string): boolean => {
  const identity = readFile(folder, 'identity');
  return identity.state === 'read' && identity.content.vendor === vendor;
};

/** The list of the workstation, where that is of the same vendor. */
async function ownList(folder: string, { trust, vendor, isTest }: Believed): Promise<ReadRevocations> {
  if (!isOwn(folder, vendor)) return none;
  const state = readFile(folder, 'state');
  const newest = state.state === 'read' ? state.content.newestRevocations : undefined;
  const read = await readRevocations(folder, { vendor, isTest }, { trust, ...(newest === undefined ? {} : { newestRevocations: newest }) });
  return elsewhere.includes(read.refusal?.facts['reason']) ? none : read;
}

/** The list that came for seats. One that was here and is gone is damage, or whoever removes it had a seat again that was called back. */
async function seatsList({ folder, newestList }: Borrower, { trust, vendor, isTest }: Believed): Promise<ReadRevocations> {
  const { name, file } = readList(folder, vendor);
  const newestNumber = newestList(vendor);
  if (file.state === 'missing' && newestNumber === undefined) return none;
  const damaged = (reason: string): ReadRevocations => ({ payload: null, ...refuse('file-damaged', { folder, file: name, reason }) });
  if (file.state !== 'read') return damaged(file.state === 'missing' ? 'missing' : file.reason);
  const expected = { keys: trust.keys, newestKeySet: trust.newestKeySet ?? undefined, vendor, acceptTest: isTest };
  const list = await verifyRevocations(String(file.content.text), { ...expected, now: 0, newestNumber });
  return list.ok ? { payload: list.value.payload, refusal: null } : damaged(list.refusal.code);
}

/** The newer of both, whose word counts. */
async function listIn(borrower: Borrower, believed: Believed): Promise<ReadRevocations> {
  const lists = [await ownList(borrower.folder, believed), await seatsList(borrower, believed)];
  const damaged = lists.find(({ refusal }) => refusal !== null);
  if (damaged !== undefined) return damaged;
  const [first, second] = lists.toSorted((one, other) => (other.payload?.number ?? -1) - (one.payload?.number ?? -1));
  return first ?? second ?? none;
}

/** Why a borrowed seat counts no more, as far as was heard here (F10); null where nothing is known against it. */
export async function seatRevoked(
  borrower: Borrower,
  payload: BorrowPayload,
  believed: Omit<Believed, 'vendor'>,
): Promise<Refusal<WorkstationRefusal> | null> {
  const list = await listIn(borrower, { ...believed, vendor: payload.iss });
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

/** Puts a list in place that came for seats alone, of a vendor whose workstation this is not. */
async function keep(borrower: Borrower, given: string, believed: Believed): Promise<Decision<KnownRevocations, WorkstationRefusal>> {
  const { folder } = borrower;
  const { trust, vendor, isTest } = believed;
  const clock = borrower.clock();
  if (!clock.ok) return clock;
  const text = given.trim();
  const before = await listIn(borrower, believed);
  const list = await verifyRevocations(text, {
    keys: trust.keys,
    newestKeySet: trust.newestKeySet ?? undefined,
    vendor,
    newestNumber: Math.max(borrower.newestList(vendor) ?? 0, before.payload?.number ?? 0),
    acceptTest: isTest,
    now: clock.value.time().now,
  });
  if (!list.ok) return list.refusal.code === 'expired' ? refuse('revocations-expired', list.refusal.facts) : list;
  const { payload } = list.value;
  if (isTest && payload.test !== true) return refuse('real-document');
  const { file } = readList(folder, vendor);
  const isHere = file.state === 'read' && file.content.text === text && borrower.newestList(vendor) === payload.number;
  if (isHere) return accept(known(payload, true));
  const noted = await noteList(folder, vendor, { text, number: payload.number });
  return noted.ok ? accept(known(payload, false)) : noted;
}

/** By which of the seats that are away each vendor's list is judged. */
function believedBy(records: readonly LeaseRecord[]): readonly (Believed & { readonly by: string })[] {
  const all = records.flatMap(({ by, borrow }) => {
    const { trust = null, vendor = null, isTest = null } = borrow ?? {};
    return trust === null || vendor === null ? [] : [{ by, trust, vendor, isTest: isTest === true }];
  });
  return [...new Map(all.toReversed().map((one) => [one.vendor, one])).values()];
}

/** Whether the server is known to have the seats back that were removed here, by a list that somebody brought. */
async function isKnownToBeBack(borrower: Borrower, record: LeaseRecord): Promise<boolean> {
  const [believed] = believedBy([record]);
  if (believed === undefined || (record.borrow?.receipt ?? null) === null) return false;
  const { payload } = await listIn(borrower, believed);
  return payload !== null && revocationOfBorrow(payload, { sub: record.leaseId })?.reason === 'returned';
}

/** Forgets what was removed here and is back, as the list says: nobody needs to be told of it any more. */
export async function forgetWhatIsBack(settings: SeatSettings): Promise<void> {
  const { folder } = settings;
  const borrower = openBorrower(settings);
  if (!borrower.ok || borrower.value === null) return;
  const { value } = borrower;
  for (const { leaseId, borrow } of listLeases(folder)) {
    if ((borrow?.receipt ?? null) === null) continue;
    await withLease<null>(folder, leaseId, async (place, record) => {
      if (await isKnownToBeBack(value, record)) removePlace(place);
      return accept(null);
    });
  }
}

/** Where a vendor's list is to be had: of the one who is asked now as told, of another one where its seats are from. */
function serversFor({ folder, servers = [] }: SeatSettings, by: string | null, of: string): readonly string[] {
  if (by === of && servers.length > 0) return servers;
  const file = readBorrower(folder);
  return file.state === 'read' ? (file.content.servers[of] ?? []) : [];
}

/**
 * Fetches the list of each vendor of whom something is borrowed here; no key is shown to anybody. Whoever does not answer is asked the next
 * time.
 */
export async function hearOfSeats(settings: SeatSettings, by: string | null, borrower: Borrower, asking: Asking): Promise<void> {
  const { folder } = settings;
  for (const { by: of, ...believed } of believedBy(listLeases(folder))) {
    const { vendor } = believed;
    const state = readFile(folder, 'state');
    if (isOwn(folder, vendor) && state.state === 'read' && state.content.servers.length > 0) {
      await hearRevocations(settings, asking);
      continue;
    }
    const answer = await askServers(serversFor(settings, by, of), asking, (client) => client.downloadRevocations({ vendor }));
    if (answer.ok) await keep(borrower, answer.value.text, believed);
  }
}

/** What a list says of itself before anybody has verified it: whose it is. */
function claimedVendor(text: string): unknown {
  try {
    return (JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('utf8')) as { iss?: unknown } | null)?.iss;
  } catch {
    return undefined;
  }
}

/**
 * Imports a list that somebody carried here, for seats of a vendor whose workstation this is not; null where it is none of theirs. In a folder
 * that is no workstation, whose it is not is said of any.
 */
export async function importForSeats(
  settings: SeatSettings,
  text: string,
  isWorkstation: boolean,
): Promise<Decision<KnownRevocations, WorkstationRefusal> | null> {
  const borrower = openBorrower(settings);
  if (!borrower.ok) return borrower;
  const all = believedBy(listLeases(settings.folder));
  const vendor = claimedVendor(text);
  const believed = all.find((one) => one.vendor === vendor && !isOwn(settings.folder, one.vendor)) ?? (isWorkstation ? undefined : all[0]);
  return borrower.value === null || believed === undefined ? null : keep(borrower.value, text, believed);
}

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  activate,
  askStanding,
  borrow,
  borrowedHere,
  checkOut,
  importFileInto,
  type Loss,
  renew,
  returnBorrowed,
  returnFile,
  type SeatSettings,
  setUpWorkstation,
  setupFromServer,
  synchronise,
  withWorkstation,
} from '@muniment/client/workstation';
import { moveClock } from '@muniment/platform/clock';
import { customerIdOf, makeKeys, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp, newMachine, writeMachine } from '../packages/client/test/workstation.ts';
import { until } from '../packages/muniment/test/process.ts';
import { type Office, openOffice } from '../packages/server/test/survey-office.ts';

// Seats as a program takes, keeps, borrows and gives them back (C3, C7, F10, F14), against the real server and database.

let server: TestServer;
let office: Office;
let apiKey: string;
const work = mkdtempSync(join(tmpdir(), 'seats-'));
const leaseSeconds = 6;
let number = 0;

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  office = await openOffice(server, 'merestone', (pack) =>
    pack
      .replace(
        'seats: { idleMinutes: 60, perUser: 2,',
        `seats: { leaseSeconds: ${leaseSeconds}, heartbeatSeconds: 2, idleMinutes: 60, perUser: 2,`,
      )
      .replace('seats: { lingerSeconds: 120, perUser: 1,', 'seats: {'),
  );
  ({ secret: apiKey } = await value(
    office.channel.vendor.client.createApiKey({ name: 'Programs', scopes: ['seats'], projectId: office.projectId }),
  ));
  await office.give('SF-CLOUD-NET', 2);
  await office.give('SF-FIELD-NET', 4);
});
afterAll(async () => {
  cleanUp();
  rmSync(work, { recursive: true, force: true });
  await server?.stop();
});

const dead = 'http://127.0.0.1:1';
const shiftOfServer = async () => (await server.clock.now()).epochMilliseconds - Date.now();

/** A computer of its own, whose clock is so many seconds from the server's. */
async function newComputer(
  more: Partial<SeatSettings> = {},
): Promise<SeatSettings & { at(seconds: number): SeatSettings; offline(seconds?: number): SeatSettings }> {
  const place = { folder: join(work, `state-${++number}`), root: newMachine(`computer ${number}`), servers: [server.url], apiKey, ...more };
  const shift = await shiftOfServer();
  const at = (seconds: number): SeatSettings => ({
    ...place,
    env: { MUNIMENT_TEST_CLOCK_SHIFT: `PT${Math.round(shift / 1000 + seconds)}S`.replace('PT-', '-PT') },
  });
  return { ...place, ...at(0), at, offline: (seconds = 0) => ({ ...at(seconds), servers: [dead] }) };
}

/** The folder as it is now, beside it. */
function copyOf(folder: string): string {
  const copy = join(work, `copy-${++number}`);
  cpSync(folder, copy, { recursive: true });
  return copy;
}

type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: { readonly code: string } }
  | { readonly ok: false; readonly problem: { readonly code: string } };
const codeOf = (answer: Answer<unknown>) => (answer.ok ? 'done' : 'problem' in answer ? answer.problem.code : answer.refusal.code);
async function got<T>(asked: Promise<Answer<T>>): Promise<T> {
  const answer = await asked;
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer.value;
}
const used = async (feature: string) => (await office.counterOf(feature)).used;
const leasesIn = ({ folder }: SeatSettings) => readdirSync(join(folder, 'seats')).filter((name) => name.startsWith('lse_'));
const quick = { timeoutMs: 2000, retry: { attempts: 1 } };

/** A way to the server that can be cut, as a network can. */
async function openWay(): Promise<{ readonly url: string; cut(): Promise<void> }> {
  const sockets = new Set<{ destroy(): void }>();
  const way: Server = createServer((asked, answer) => {
    const onward = request(`${server.url}${asked.url}`, { method: asked.method, headers: asked.headers }, (answered) => {
      answer.writeHead(answered.statusCode!, answered.headers);
      answered.pipe(answer);
    });
    asked.pipe(onward);
  });
  way.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
    cut: () =>
      new Promise((resolve) => {
        way.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

describe('a program that takes seats', () => {
  it('keeps all of them by one request as often as the server says, beyond the lease time, and gives them back', async () => {
    const computer = await newComputer();
    const beats: { at: number; leases: number }[] = [];
    const counting: typeof fetch = (input, init) => {
      if (String(input).endsWith('/heartbeats')) beats.push({ at: Date.now(), leases: JSON.parse(String(init!.body)).leases.length });
      return fetch(input, init);
    };
    const asking = { fetch: counting };
    const ada = await got(checkOut(computer, { feature: 'cloud-seats', user: 'ada', host: 'pc' }, asking));
    const bob = await got(checkOut(computer, { feature: 'cloud-seats', user: 'bob', host: 'pc' }, asking));
    expect(codeOf(await checkOut(computer, { feature: 'cloud-seats', user: 'eve', host: 'pc' }))).toBe('no-seat-free');
    await until(() => beats.length >= 4);
    expect(beats.map(({ leases }) => leases)).toEqual(beats.map(() => 2));
    expect(beats.at(-1)!.at - beats[0]!.at).toBeGreaterThan(leaseSeconds * 1000 - 1000);
    expect([ada.isHeld(), bob.isHeld(), await used('cloud-seats')]).toEqual([true, true, 2]);
    expect(await got(ada.release())).toBe(true);
    expect(await got(bob.release())).toBe(true);
    expect(await got(bob.release())).toBe(false);
    expect([await used('cloud-seats'), leasesIn(computer)]).toEqual([0, []]);
  });

  it('waits with its place in the queue, is served, and may stop waiting', async () => {
    const computer = await newComputer();
    const both = await got(checkOut(computer, { feature: 'cloud-seats', seats: 2, user: 'ada' }));
    const places: number[] = [];
    const stop = new AbortController();
    const first = checkOut(computer, { feature: 'cloud-seats', user: 'bob', queue: true, onPosition: (place) => places.push(place) });
    await until(() => places.length > 0);
    const second = checkOut(computer, {
      feature: 'cloud-seats',
      user: 'eve',
      queue: true,
      signal: stop.signal,
      onPosition: (place) => places.push(place),
    });
    await until(() => places.length > 1);
    expect(places).toEqual([1, 2]);
    stop.abort();
    expect(codeOf(await second)).toBe('asking-ended');
    // Whoever gives up waiting is in nobody's way.
    expect((await office.counterOf('cloud-seats')).waiting).toBe(1);
    await got(both.release());
    const bob = await got(first);
    expect(bob.isHeld()).toBe(true);
    await got(bob.release());
    expect([await used('cloud-seats'), leasesIn(computer)]).toEqual([0, []]);
  });

  it('is told that its seat is taken back, by whom, and why', async () => {
    const computer = await newComputer();
    const losses: Loss[] = [];
    const seat = await got(checkOut(computer, { feature: 'cloud-seats', user: 'ada', onLost: (loss) => losses.push(loss) }));
    const idle = await got(
      checkOut(computer, { feature: 'cloud-seats', user: 'bob', idleSeconds: () => 7200.5, onLost: (loss) => losses.push(loss) }),
    );
    await value(office.dealer.client.endLease({ leaseId: seat.leaseId, reason: 'Closing time' }));
    await until(() => losses.length === 1);
    expect(losses).toEqual([{ why: 'ended', reason: 'Closing time' }]);
    const others = [
      await got(checkOut(computer, { feature: 'cloud-seats', user: 'eve' })),
      await got(checkOut(computer, { feature: 'cloud-seats', user: 'kim' })),
    ];
    await until(() => losses.length === 2);
    expect([losses[1], seat.isHeld(), idle.isHeld()]).toEqual([{ why: 'idle', reason: null }, false, false]);
    for (const one of others) await got(one.release());
    expect(leasesIn(computer)).toEqual([]);
  });

  it('is told that its seat is lost before anything is tidied, which may fail', async () => {
    const computer = await newComputer();
    const heard: (readonly string[])[] = [];
    const seat = await got(checkOut(computer, { feature: 'cloud-seats', user: 'ada', onLost: () => heard.push(leasesIn(computer)) }));
    await value(office.dealer.client.endLease({ leaseId: seat.leaseId, reason: 'Closing time' }));
    await until(() => heard.length === 1);
    expect([heard, leasesIn(computer)]).toEqual([[[seat.leaseId]], []]);
  });

  it('leaves a place alone that another program makes at this moment, and clears away what was left behind long ago', async () => {
    const computer = await newComputer();
    const seats = join(computer.folder, 'seats');
    const place = join(seats, 'new-lse_0197a000-0000-7000-8000-000000000001');
    mkdirSync(place, { recursive: true });
    await got((await got(checkOut(computer, { feature: 'cloud-seats', user: 'ada' }))).release());
    expect(readdirSync(seats)).toContain(basename(place));
    utimesSync(place, new Date(0), new Date(0));
    await got((await got(checkOut(computer, { feature: 'cloud-seats', user: 'ada' }))).release());
    expect([leasesIn(computer), readdirSync(seats).includes(basename(place))]).toEqual([[], false]);
  });

  it('whose network is gone says lost by its own clock, before anybody else can have the seat, and has it again later', async () => {
    const computer = await newComputer();
    const way = await openWay();
    let lost: { loss: Loss; at: number } | undefined;
    const wish = {
      feature: 'cloud-seats',
      seats: 2,
      user: 'ada',
      host: 'pc',
      onLost(loss: Loss) {
        lost = { loss, at: performance.now() };
      },
    };
    const seat = await got(checkOut({ ...computer, servers: [way.url] }, wish, quick));
    await way.cut();
    expect(seat.isHeld()).toBe(true);
    const other = await newComputer();
    const next = await until(async () => {
      const answer = await checkOut(other, { feature: 'cloud-seats', user: 'bob' });
      return answer.ok ? answer.value : null;
    });
    const takenAt = performance.now();
    expect([lost?.loss.why, seat.isHeld()]).toEqual(['unreachable', false]);
    expect(lost!.at).toBeLessThan(takenAt);
    await got(next.release());
    expect(leasesIn(computer)).toEqual([seat.leaseId]);
    const again = await got(checkOut(computer, wish));
    expect(again.leaseId).toBe(seat.leaseId);
    await got(again.release());
  });

  it('asks the next address where one does not answer, and stays with it', async () => {
    const computer = await newComputer({ servers: [dead, server.url] });
    const asked: string[] = [];
    const noting: typeof fetch = (input, init) => {
      asked.push(new URL(String(input)).port);
      return fetch(input, init);
    };
    const seat = await got(checkOut(computer, { feature: 'cloud-seats', user: 'ada' }, { fetch: noting, retry: { attempts: 1 } }));
    await got(seat.release());
    const { port } = new URL(server.url);
    expect(asked).toEqual(['1', port, port]);
    expect(codeOf(await checkOut(await newComputer({ servers: [dead] }), { feature: 'cloud-seats' }, quick))).toBe('unreachable');
    expect(codeOf(await checkOut({ ...computer, servers: [] }, { feature: 'cloud-seats' }))).toBe('no-server');
    expect(codeOf(await checkOut({ folder: computer.folder, servers: [server.url] }, { feature: 'cloud-seats' }))).toBe('no-seat-key');
    expect(codeOf(await checkOut(computer, { feature: 'no-such-seats' }))).toBe('no-counter');
  });
});

const field = { feature: 'field-seats', user: 'ada', host: 'laptop' };
const hour = 3600;
const day = 24 * hour;

describe('a borrowed seat', () => {
  it('works without a network until its document ends, and not a second longer, whatever the clock is set to', async () => {
    const laptop = await newComputer();
    const before = await used('field-seats');
    const away = await got(borrow(laptop, { ...field, until: { days: 20 } }));
    expect(Math.round((Date.parse(away.borrowedUntil) - Date.parse(away.documentUntil)) / day / 100) / 10).toBe(13);
    expect([away.renewalsLeft, await used('field-seats')]).toEqual([2, before + 1]);
    expect(statSync(join(laptop.folder, 'seats', 'borrower.json')).mode & 0o777).toBe(0o600);
    for (const days of [1, 6]) {
      const seat = await got(checkOut(laptop.offline(days * day), field, quick));
      expect([seat.leaseId, seat.borrowedUntil, seat.isHeld()]).toEqual([away.leaseId, away.borrowedUntil, true]);
      // One seat is one program at a time.
      expect(codeOf(await checkOut(laptop.offline(days * day), field, quick))).toBe('borrowed-in-use');
      expect(codeOf(await returnBorrowed(laptop.at(days * day)))).toBe('borrowed-in-use');
      await got(seat.release());
    }
    expect(codeOf(await checkOut(laptop.offline(2 * day), field, quick))).toBe('clock-set-back');
    // Without the files that keep the time nothing is believed of it.
    const copy = { ...laptop.offline(2 * day), folder: join(work, `copy-${++number}`) };
    cpSync(laptop.folder, copy.folder, { recursive: true });
    for (const file of ['time.json', 'time-copy.json']) rmSync(join(copy.folder, file));
    expect(codeOf(await checkOut(copy, field, quick))).toBe('time-files-gone');
    // The last seconds of the last day.
    const seconds = (Date.parse(away.documentUntil) - (await server.clock.now()).epochMilliseconds) / 1000 - 3;
    const last = laptop.offline(seconds);
    let endedAt = 0;
    const onLost = () => {
      endedAt = Date.now();
    };
    const ending = await got(checkOut(last, { ...field, onLost }, quick));
    expect(ending.isHeld()).toBe(true);
    await until(() => endedAt > 0);
    const shift =
      Number(/-?\d+/.exec(last.env!['MUNIMENT_TEST_CLOCK_SHIFT']!)![0]) *
      1000 *
      (last.env!['MUNIMENT_TEST_CLOCK_SHIFT']!.startsWith('-') ? -1 : 1);
    const late = endedAt + shift - Date.parse(away.documentUntil);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(1000);
    expect(ending.isHeld()).toBe(false);
    for (const back of [7 * day, 8 * day, 1 * day, 0]) expect(codeOf(await checkOut(laptop.offline(back), field, quick))).toBe('expired');
  });

  it('is renewed on the network in time, for no longer than was borrowed, and each document is newer', async () => {
    const laptop = await newComputer();
    const away = await got(borrow(laptop, { ...field, until: { days: 10 } }));
    expect(await got(synchronise(laptop))).toMatchObject([{ leaseId: away.leaseId, what: 'kept' }]);
    await moveClock(server.database.pool, { advance: 'P5D' });
    expect((await got(borrowedHere(laptop.at(5 * day)))).seats).toMatchObject([{ code: 'valid', renewalDue: true }]);
    expect(await got(synchronise(laptop.at(5 * day)))).toMatchObject([{ leaseId: away.leaseId, what: 'renewed' }]);
    const { seats } = await got(borrowedHere(laptop.at(5 * day)));
    expect(seats).toMatchObject([{ documentUntil: away.borrowedUntil, borrowedUntil: away.borrowedUntil, renewalDue: false }]);
    // Asked again it is prolonged, and shortened.
    const longer = await got(borrow(laptop.at(5 * day), { ...field, until: { days: 12 } }));
    expect([longer.leaseId, longer.renewalsLeft]).toEqual([away.leaseId, 1]);
    const shorter = await got(borrow(laptop.at(5 * day), { ...field, until: { days: 1 } }));
    expect(Date.parse(shorter.borrowedUntil)).toBeLessThan(Date.parse(away.borrowedUntil));
    const tooLong = await borrow(laptop.at(5 * day), { ...field, until: { days: 400 } });
    expect(codeOf(tooLong)).toBe('borrowed-too-long');
    expect((await got(borrowedHere(laptop.at(5 * day)))).seats).toMatchObject([{ code: 'valid', borrowedUntil: shorter.borrowedUntil }]);
    await got(returnBorrowed(laptop.at(5 * day)));
  });

  it('goes back early over the network, and by a receipt that somebody carries', async () => {
    const before = await used('field-seats');
    const laptop = await newComputer();
    await got(borrow(laptop, { ...field, until: { days: 3 } }));
    expect(await used('field-seats')).toBe(before + 1);
    expect(await got(returnBorrowed(laptop))).toMatchObject({ feature: 'field-seats' });
    expect([await used('field-seats'), leasesIn(laptop)]).toEqual([before, []]);
    expect(codeOf(await returnBorrowed(laptop))).toBe('nothing-borrowed');

    const away = await got(borrow(laptop, { ...field, until: { days: 3 } }));
    // Whom nobody answers has the seat still.
    expect(codeOf(await returnBorrowed(laptop.offline(hour), undefined, quick))).toBe('unreachable');
    await got((await got(checkOut(laptop.offline(hour), field, quick))).release());
    const carried = await got(returnFile(laptop.offline(hour)));
    expect(codeOf(await checkOut(laptop.offline(hour), field, quick))).toBe('unreachable');
    expect(await got(returnFile(laptop.offline(2 * hour)))).toEqual(carried);
    expect((await got(borrowedHere(laptop.offline(2 * hour)))).seats).toMatchObject([{ code: 'return-pending' }]);
    // Nobody could be told; once its time is over nobody needs to be.
    expect(codeOf(await returnBorrowed(laptop.offline(2 * hour), undefined, quick))).toBe('return-pending');
    expect((await got(borrowedHere({ ...laptop.offline(4 * day), folder: copyOf(laptop.folder) }))).seats).toEqual([]);
    expect(await used('field-seats')).toBe(before + 1);
    expect(await value(office.dealer.client.returnBorrowedFromFile({ receipt: carried.text }))).toMatchObject({ returned: true });
    expect(await used('field-seats')).toBe(before);
    expect(await got(synchronise(laptop.at(2 * hour)))).toMatchObject([{ leaseId: away.leaseId, what: 'returned' }]);
    expect(leasesIn(laptop)).not.toContain(away.leaseId);
  });

  it('that was given back is worth nothing as a copy of the folder, once that one hears of it: by a list that is carried, or on the network', async () => {
    const laptop = await newComputer();
    const before = await used('field-seats');
    const copyOf = (from: SeatSettings & { at(seconds: number): SeatSettings; offline(seconds?: number): SeatSettings }) => {
      const folder = join(work, `copy-${++number}`);
      cpSync(from.folder, folder, { recursive: true });
      return { folder, at: (seconds: number) => ({ ...from.at(seconds), folder }), away: { ...from.offline(hour), folder } };
    };
    const { leaseId } = await got(borrow(laptop, { ...field, until: { days: 20 } }));
    const [carried, networked] = [copyOf(laptop), copyOf(laptop)];
    await got(returnBorrowed(laptop));
    expect(await used('field-seats')).toBe(before);
    // Who hears of nothing has what it had: the list is for who does.
    await got((await got(checkOut(carried.away, field, quick))).release());
    const list = await (await fetch(`${server.url}/v1/revocations?vendor=merestone`)).bytes();
    expect(await got(importFileInto(carried.away, list))).toMatchObject({ kind: 'revocations' });
    expect(codeOf(await checkOut(carried.away, field, quick))).toBe('seat-returned');
    expect((await got(borrowedHere(carried.away))).seats).toMatchObject([
      { leaseId, code: 'seat-returned', facts: { reason: 'returned' } },
    ]);
    for (const copy of [carried, networked]) {
      expect(await got(synchronise(copy.at(hour)))).toMatchObject([{ leaseId, what: 'gone' }]);
      expect(leasesIn(copy.away)).not.toContain(leaseId);
    }
    expect(await used('field-seats')).toBe(before);
  });

  it('that was called back works until its workstation hears of it, which gives it back, and ends the program that uses it', async () => {
    const laptop = await newComputer();
    const before = await used('field-seats');
    const recall = async ({ leaseId }: { readonly leaseId: string }) =>
      value(office.dealer.client.recallSeat({ leaseId, reason: 'Laptop lost' }));
    const away = await got(borrow(laptop, { ...field, until: { days: 20 } }));
    const { freeAt } = await recall(away);
    expect(Math.floor(Date.parse(freeAt) / 1000)).toBe(Date.parse(away.documentUntil) / 1000);
    await got((await got(checkOut(laptop.offline(hour), field, quick))).release());
    expect(await got(synchronise(laptop.at(2 * hour)))).toMatchObject([{ leaseId: away.leaseId, what: 'recalled' }]);
    expect([await used('field-seats'), leasesIn(laptop)]).toEqual([before, []]);

    const again = await got(borrow(laptop.at(2 * hour), { ...field, until: { days: 2 } }));
    const losses: Loss[] = [];
    const seat = await got(checkOut(laptop.offline(3 * hour), { ...field, onLost: (loss) => losses.push(loss) }, quick));
    await recall(again);
    expect(await got(synchronise(laptop.at(3 * hour)))).toMatchObject([{ leaseId: again.leaseId, what: 'recalled' }]);
    expect((await got(borrowedHere(laptop.at(3 * hour)))).seats).toMatchObject([{ code: 'seat-recalled' }]);
    await until(() => losses.length > 0);
    expect([losses[0]!.why, seat.isHeld()]).toEqual(['recalled', false]);
    expect(codeOf(await checkOut(laptop.offline(4 * hour), field, quick))).toBe('seat-recalled');
    await got(synchronise(laptop.at(4 * hour)));
    expect(await used('field-seats')).toBe(before);
    expect(leasesIn(laptop)).not.toContain(again.leaseId);
  });

  it('of another vendor than its folder’s leaves that workstation its own list, and heeds its vendor’s, which is missed where it is gone', async () => {
    const laptop = await newComputer();
    const setup = await got(setupFromServer([server.url], { vendor: 'merestone', product: 'SCANFELL' }));
    await got(setUpWorkstation(laptop.folder, setup.request));
    const [licenseKey = ''] = await makeKeys(office.channel, 'SF-DESIGN-WS', 1, { projectId: office.projectId, by: office.dealer });
    const agreements = setup.agreements.map(({ id, version }) => ({ id, version, language: 'en' }));
    await got(withWorkstation(laptop.at(0), (workstation) => activate(workstation, { licenseKey, agreements })));
    const other = await openOffice(server, 'twinstone');
    await other.give('SF-FIELD-NET', 1);
    const theirs = { ...laptop.at(0), apiKey: other.programKey };
    const { leaseId } = await got(borrow(theirs, { ...field, until: { days: 2 } }));
    const standing = async () => (await got(askStanding(laptop.offline()))).code;
    const seat = async () => (await got(borrowedHere(laptop.offline()))).seats.find((one) => one.leaseId === leaseId)!.code;
    await got(synchronise(theirs));
    expect([await standing(), await seat()]).toEqual(['valid', 'valid']);

    const listOf = async (vendor: string) => (await fetch(`${server.url}/v1/revocations?vendor=${vendor}`)).bytes();
    const bring = (list: Uint8Array) => importFileInto(laptop.offline(), list);
    const before = await listOf('twinstone');
    await value(other.dealer.client.recallSeat({ leaseId, reason: 'Laptop lost' }));
    const after = await listOf('twinstone');
    expect(await got(bring(after))).toMatchObject({ kind: 'revocations' });
    expect([await standing(), await seat()]).toEqual(['valid', 'seat-recalled']);
    expect(codeOf(await bring(before))).toBe('outdated');
    rmSync(join(laptop.folder, 'seats', 'revocations-twinstone.json'));
    expect([await standing(), await seat()]).toEqual(['valid', 'file-damaged']);
    expect(codeOf(await bring(before))).toBe('outdated');
    expect(await got(bring(await listOf('merestone')))).toMatchObject({ kind: 'revocations' });
    expect(await got(bring(after))).toMatchObject({ kind: 'revocations' });
    expect([await standing(), await seat()]).toEqual(['valid', 'seat-recalled']);
  });

  it('hears of its own vendor’s list beside one of another vendor, on the network and by a file, whoever of both asks', async () => {
    const laptop = await newComputer();
    const other = await openOffice(server, 'thirdstone');
    await other.give('SF-FIELD-NET', 1);
    const theirs = { ...laptop.at(0), apiKey: other.programKey };
    const own = await got(borrow(laptop, { ...field, until: { days: 2 } }));
    const away = await got(borrow(theirs, { ...field, until: { days: 2 } }));
    await value(other.dealer.client.recallSeat({ leaseId: away.leaseId, reason: 'Laptop lost' }));
    const codes = async () => Object.fromEntries((await got(borrowedHere(laptop.offline()))).seats.map((one) => [one.leaseId, one.code]));
    expect(await codes()).toEqual({ [own.leaseId]: 'valid', [away.leaseId]: 'valid' });
    await got(synchronise(laptop));
    expect(await codes()).toEqual({ [own.leaseId]: 'valid', [away.leaseId]: 'seat-recalled' });
    const list = await (await fetch(`${server.url}/v1/revocations?vendor=thirdstone`)).bytes();
    expect(await got(importFileInto(laptop.offline(), list))).toMatchObject({ kind: 'revocations', revocations: { unchanged: true } });
    await got(returnBorrowed({ ...laptop, servers: [] }, own.leaseId));
    await got(synchronise({ ...theirs, servers: [] }));
    expect(leasesIn(laptop)).toEqual([]);
  });

  it('whose time is over goes back by itself once the workstation is on the network, and seats are had there again', async () => {
    const laptop = await newComputer();
    const before = await used('field-seats');
    const away = await got(borrow(laptop, { ...field, until: { days: 2 } }));
    expect(codeOf(await checkOut(laptop.offline(2 * day + 1), field, quick))).toBe('expired');
    // The server says what time it is: whose clock is ahead by mistake gives nothing up.
    expect(codeOf(await synchronise(laptop.at(2 * day + 2)))).toBe('done');
    expect(await used('field-seats')).toBe(before + 1);
    await moveClock(server.database.pool, { advance: 'P2D' });
    const seat = await got(checkOut(laptop.at(2 * day + 2), field));
    expect(seat.borrowedUntil).toBeNull();
    await got(synchronise(laptop.at(2 * day + 2)));
    expect(leasesIn(laptop)).toEqual([seat.leaseId]);
    await got(seat.release());
    const { items } = await value(office.dealer.client.listLeases({ counterId: (await office.counterOf('field-seats')).id }));
    expect(items.map(({ id }) => id).filter((id) => id === away.leaseId || id === seat.leaseId)).toEqual([]);
  });

  it('is for its machine, of which a key without a product lets nothing change, and for its own installation', async () => {
    const laptop = await newComputer();
    await got(borrow(laptop, { ...field, until: { days: 2 } }));
    const thief = { ...laptop.offline(hour), root: newMachine('thief') };
    expect(codeOf(await checkOut(thief, field, quick))).toBe('wrong-machine');
    const copy = join(work, `copy-${++number}`);
    cpSync(laptop.folder, copy, { recursive: true });
    rmSync(join(copy, 'seats', 'borrower.json'));
    expect(codeOf(await checkOut({ ...laptop.offline(hour), folder: copy }, field, quick))).not.toBe('done');
    await got(returnBorrowed(laptop));
  });

  it('is taken only where it is of the vendor and the keys that the program expects', async () => {
    const computer = await newComputer();
    await got(borrow(computer, { ...field, until: { days: 1 } }));
    const { keys } = await value(server.client().getKeySet({ vendor: 'merestone' }));
    const kids = (keys as { kid: string }[]).map(({ kid }) => kid);
    const codesOf = async (expected: NonNullable<SeatSettings['expected']>) =>
      (await got(borrowedHere({ ...computer.offline(), expected }))).seats.map(({ code }) => code);
    expect(await codesOf({ vendor: 'merestone', keys: kids })).toEqual(['valid']);
    expect(await codesOf({ keys: ['of-somebody-else'] })).toEqual(['keys-not-pinned']);
    expect(await codesOf({ vendor: 'acme' })).toEqual(['other-vendor']);
    await got(returnBorrowed(computer));
  });

  it('of an enrolled workstation is asked for by its own token, and lets as much of the machine change as its product says', async () => {
    const root = newMachine('enrolled');
    writeMachine(root, { 'sys/class/dmi/id/product_uuid': 'uuid of enrolled\n' });
    const laptop = await newComputer({ root });
    const setup = await got(setupFromServer([server.url], { vendor: 'merestone', product: 'SCANFELL' }));
    await got(setUpWorkstation(laptop.folder, setup.request));
    const customerId = await customerIdOf(office.dealer.client, office.projectId);
    const { apiKey: _, ...own } = laptop.at(0);
    const settings = { ...own, enrolling: { customerId, name: 'Laptop' } };
    const seat = await got(checkOut(settings, field));
    await got(seat.release());
    const away = await got(borrow(settings, { ...field, until: { days: 2 } }));
    writeMachine(root, { 'proc/sys/kernel/hostname': 'renamed\n' });
    const again = await got(checkOut({ ...settings, servers: [dead] }, field, quick));
    expect(again.leaseId).toBe(away.leaseId);
    await got(again.release());
    writeMachine(root, { 'sys/class/dmi/id/product_uuid': 'new\n', 'sys/class/dmi/id/board_serial': 'new\n', 'etc/machine-id': 'new\n' });
    expect(codeOf(await checkOut({ ...settings, servers: [dead] }, field, quick))).toBe('wrong-machine');
    await got(returnBorrowed(settings));
  });
});

describe('a clock that had been ahead by mistake', () => {
  const codes = async (settings: SeatSettings) => (await got(borrowedHere(settings))).seats.map(({ code }) => code).toSorted();

  it('ends no borrowed seat for good: on the network the next document puts it right, for whatever is borrowed there', async () => {
    const laptop = await newComputer();
    await got(borrow(laptop, { ...field, until: { days: 14 } }));
    await got(borrow(laptop, { feature: 'cloud-seats', until: { days: 14 }, user: 'ada', host: 'laptop' }));
    // Documents came while it was ahead, and then it was ahead by a year.
    await got(synchronise(laptop.at(4 * day)));
    expect(await codes(laptop.offline(4 * day))).toEqual(['valid', 'valid']);
    expect(await codes(laptop.offline(365 * day))).toEqual(['expired', 'expired']);
    expect(await codes(laptop.offline(hour))).toEqual(['expired', 'expired']);
    expect((await got(synchronise(laptop.at(hour)))).map(({ what }) => what)).toContain('renewed');
    expect(await codes(laptop.offline(2 * hour))).toEqual(['valid', 'valid']);
    await got((await got(checkOut(laptop.offline(2 * hour), field, quick))).release());
    // A program that is on the network needs nobody's help.
    expect(await codes(laptop.offline(30 * day))).toEqual(['expired', 'expired']);
    const seat = await got(checkOut(laptop.at(3 * hour), field));
    expect(seat.borrowedUntil).not.toBeNull();
    await got(seat.release());
    for (const { leaseId } of (await got(borrowedHere(laptop.at(3 * hour)))).seats) await got(returnBorrowed(laptop.at(3 * hour), leaseId));
  });

  it('is put right by a licence file that answers a request, for what is borrowed there as well', async () => {
    const laptop = await newComputer();
    const setup = await got(setupFromServer([server.url], { vendor: 'merestone', product: 'SCANFELL' }));
    await got(setUpWorkstation(laptop.folder, setup.request));
    const [licenseKey = ''] = await makeKeys(office.channel, 'SF-DESIGN-WS', 1, { projectId: office.projectId, by: office.dealer });
    const agreements = setup.agreements.map(({ id, version }) => ({ id, version, language: 'en' }));
    await got(withWorkstation(laptop.at(0), (workstation) => activate(workstation, { licenseKey, agreements })));
    await got(borrow(laptop, { ...field, until: { days: 14 } }));
    await got(synchronise(laptop.at(4 * day)));
    expect(await codes(laptop.offline(hour))).toEqual(['clock-set-back']);
    expect(await got(withWorkstation(laptop.at(hour), (workstation) => renew(workstation)))).toMatchObject({ healed: true });
    expect(await codes(laptop.offline(2 * hour))).toEqual(['valid']);
    await got(returnBorrowed(laptop.at(3 * hour)));
  });

  it('is not put right by another vendor’s server, nor is one that was set back', async () => {
    const laptop = await newComputer();
    await got(borrow(laptop, { ...field, until: { days: 14 } }));
    expect(await codes(laptop.offline(10 * day))).toEqual(['expired']);
    const other = await openOffice(server, 'otherstone');
    await other.give('SF-FIELD-NET', 1);
    const theirs = { ...laptop.at(hour), apiKey: other.programKey };
    expect(codeOf(await borrow(theirs, { ...field, until: { days: 1 } }))).toBe('expired');
    expect(await codes(laptop.offline(hour))).toEqual(['expired']);
    await got(synchronise(laptop.at(hour)));
    expect(await codes(laptop.offline(2 * hour))).toEqual(['valid']);
    // The server is three days on, as the workstation was: whoever sets the clock back has the next document, and no earlier time.
    await moveClock(server.database.pool, { advance: 'P3D' });
    expect(await codes(laptop.offline(3 * day))).toEqual(['valid']);
    await got(synchronise(laptop.at(hour)));
    expect(await codes(laptop.offline(2 * hour))).toEqual(['clock-set-back']);
    await got(returnBorrowed(laptop.at(3 * day)));
  });
});

describe('a workstation that is killed while it borrows or gives back', () => {
  const program = join(import.meta.dirname, '..', 'packages', 'client', 'test', 'borrow-and-die.ts');
  const run = (...args: readonly string[]): Promise<{ readonly said: string; readonly killed: boolean }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [program, ...args], (error, stdout) => resolve({ said: stdout, killed: error?.signal === 'SIGKILL' }));
    });

  it('has the seat once or not at all, whatever the moment', { timeout: 300_000 }, async () => {
    const shift = `PT${Math.round((await shiftOfServer()) / 1000)}S`;
    const live = async (moment: number) => {
      const computer = await newComputer();
      return { computer, ...(await run(computer.folder, computer.root!, server.url, apiKey, shift, String(moment))) };
    };
    const whole = await live(0);
    const moments = Number(whole.said);
    expect(moments).toBeGreaterThan(8);
    const before = await used('field-seats');
    for (let moment = 1; moment <= moments; moment++) {
      const { computer, killed } = await live(moment);
      expect(killed, String(moment)).toBe(true);
      await got(synchronise(computer));
      const { seats } = await got(borrowedHere(computer));
      for (const seat of seats) expect(seat.code, String(moment)).toBe('valid');
      const away = await got(borrow(computer, { ...field, until: { days: 1 } }));
      expect([await used('field-seats'), leasesIn(computer)], String(moment)).toEqual([before + 1, [away.leaseId]]);
      await got(returnBorrowed(computer));
      expect(await used('field-seats'), String(moment)).toBe(before);
    }
  });
});

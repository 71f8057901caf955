import { readFile } from 'node:fs/promises';
import { moveClock } from '@muniment/platform/clock';
import { type Party, setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '../../operator/index.ts';

// Term licences in a project's pool: assign-licenses, unassign-licenses, split-license, list-pool, list-pool-licenses,
// list-assignments. The dates are those of the worked example (A9), in the vendor's zone, Europe/Berlin.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let number = 0;

beforeAll(async () => {
  server = await startTestServer({ testClock: '2024-01-31T09:00:00Z' });
  channel = await setUpChannel(server, 'fernhill', await readFile('catalogs/network-cloud/pack.yaml', 'utf8'));
  const signedIn = await channel.partner('dealer', 'Nordlicht Netze');
  // A session would end while years go by; a key lasts.
  const { secret } = await value(signedIn.client.createApiKey({ name: 'Tests', scopes: ['all'] }));
  dealer = { ...signedIn, client: server.client(secret), credential: secret };
});
afterAll(async () => {
  expect((await auditLedger(server.operator)).lines.filter(({ ok }) => !ok)).toEqual([]);
  await server.stop();
});

const set = async (instant: string) => {
  expect(await moveClock(server.database.pool, { set: instant })).toMatchObject({ ok: true });
};

/** A school with access points and licences in its pool. */
async function school(parts: Readonly<Record<string, number>>, devices = 1) {
  number += 1;
  const customer = await value(dealer.client.createCustomer({ name: `School ${number}` }));
  const projectId = customer.projects[0]!.id;
  const { lots } = await ship(channel, dealer, `SO-${number}`, parts);
  const lines = Object.entries(parts).map(([part, quantity]) => ({ lotId: lots[part]!, quantity }));
  await value(dealer.client.giveLicenses({ projectId, lines }));
  const ids: string[] = [];
  for (let each = 1; each <= devices; each++) {
    const hardwareKey = `4610${String(number).padStart(4, '0')}${String(each).padStart(4, '0')}`;
    const device = await value(
      dealer.client.createDevice({ customerId: customer.id, name: `Room ${each}`, product: 'WL-610', hardwareKey }),
    );
    ids.push(device.id);
  }
  return { customerId: customer.id, projectId, deviceIds: ids };
}

const poolOf = async (projectId: string) => {
  const { items } = await value(dealer.client.listPool({ projectId }));
  return items.map(({ category, termDays, count }) => [category, termDays, count]);
};

describe('a term licence', () => {
  it('comes back by the vendor’s rule and runs on elsewhere, as the worked example says', async () => {
    const { projectId, deviceIds } = await school({ 'CL-A-1Y': 1 }, 2);
    const [first, second] = deviceIds as [string, string];
    expect(await poolOf(projectId)).toEqual([['a', 365, 1]]);

    const shown = await value(dealer.client.assignLicenses({ projectId, deviceIds: [first], dryRun: true }));
    expect(shown.assignments[0]).toMatchObject({ operationId: null, kind: 'assign-license', before: null });
    // This vendor's pack says ends by the first day without.
    expect(shown.assignments[0]!.why).toEqual(['365 days from 31 Jan 2024 on: ends on 30 Jan 2025 at 00:00.']);
    const done = await value(dealer.client.assignLicenses({ projectId, deviceIds: [first], previewDigest: shown.digest }));
    expect(done.assignments[0]!.after).toMatchObject({ termDays: 365, startsOn: '2024-01-31', until: '2025-01-30', lastDay: '2025-01-29' });
    expect(await poolOf(projectId)).toEqual([]);

    await set('2024-03-06T14:00:00Z');
    const preview = await value(dealer.client.unassignLicenses({ projectId, deviceIds: [first], dryRun: true }));
    expect(preview.removals[0]).toMatchObject({ daysBefore: 365, used: 37, deducted: 1, remaining: 327, roundedTo: '2024-03-07' });
    expect(preview.removals[0]!.why).toEqual([
      'It was assigned for 365 days, the first on 31 Jan 2024.',
      'It is removed on 6 Mar 2024, which is moved on by 1 day to 7 Mar 2024.',
      'From 31 Jan 2024 to 7 Mar 2024, both days counted, 37 days are used.',
      '1 day is deducted besides.',
      '365 − 37 − 1 = 327 days come back.',
    ]);
    expect(await poolOf(projectId)).toEqual([]);
    await value(dealer.client.unassignLicenses({ projectId, deviceIds: [first], previewDigest: preview.digest }));
    expect(await poolOf(projectId)).toEqual([['a', 327, 1]]);

    await set('2024-03-07T08:00:00Z');
    const again = await value(dealer.client.assignLicenses({ projectId, deviceIds: [second] }));
    expect(again.assignments[0]!.after).toMatchObject({ termDays: 327, startsOn: '2024-03-07', until: '2025-01-28' });
  });

  it('adds up on a device, comes back as one and is split into what is left of its originals', async () => {
    const { projectId, deviceIds } = await school({ 'CL-A-1Y': 1, 'CL-A-3Y': 1 });
    await value(dealer.client.assignLicenses({ projectId, deviceIds, prefer: 'longest' }));
    const extended = await value(dealer.client.assignLicenses({ projectId, deviceIds }));
    expect(extended.assignments[0]).toMatchObject({ kind: 'extend-license', before: { termDays: 1095 }, after: { termDays: 1460 } });
    expect(extended.assignments[0]!.after.components).toHaveLength(2);

    await set('2024-03-17T08:00:00Z');
    const { removals } = await value(dealer.client.unassignLicenses({ projectId, deviceIds }));
    const { remaining, returns } = removals[0]!;
    expect(remaining).toBe(1460 - 12 - 1);
    const { items } = await value(dealer.client.listPoolLicenses({ projectId }));
    expect(items).toMatchObject([{ lotId: returns!.lotId, termDays: remaining, canSplit: true, count: 1 }]);

    const { parts } = await value(dealer.client.splitLicense({ projectId, lotId: returns!.lotId }));
    expect(parts.reduce((sum, { termDays }) => sum + termDays, 0)).toBe(remaining);
    // The originals are equally old; of those the first by its id is used up first.
    expect(parts.map(({ components }) => components.length)).toEqual([1, 1]);
    // Each is of the part that its original was, and called by the days it has where those are others.
    const split = (await value(dealer.client.listPoolLicenses({ projectId, sort: 'term' }))).items;
    expect(
      split.map(({ termDays, part, partLabel, components }) => [termDays, part, partLabel, components.map((one) => one.part)]),
    ).toEqual([
      [352, 'CL-A-1Y', expect.stringMatching(/, 352 days$/), ['CL-A-1Y']],
      [1095, 'CL-A-3Y', expect.stringMatching(/3 years$/), ['CL-A-3Y']],
    ]);
    // The log tells the parts of what was put together, too.
    const answer = await fetch(`${server.url}/v1/license-log?projectId=${projectId}&kinds=extend-license,split-license`, {
      headers: { Authorization: `Bearer ${dealer.credential}` },
    });
    const log = await answer.text();
    expect(log).toMatch(/Licence extended,.*,CL-A-\dY \+ CL-A-\dY,.*,1460,/);
    expect(log).toMatch(/Licence split,.*,CL-A-3Y,.*,1095,/);
    // So does whoever looks at the act, or at what taking it back would move.
    const [act] = (await value(dealer.client.listOperations({ projectId, kind: 'split-license' }))).items;
    const undone = await value(dealer.client.undoOperation({ operationId: act!.id, dryRun: true }));
    for (const { movements } of [act!, undone]) {
      const whole = movements.find(({ lotId }) => lotId === returns!.lotId)!;
      expect([...whole.parts].sort()).toEqual(['CL-A-1Y', 'CL-A-3Y']);
      expect(movements.filter((one) => one.lotId !== whole.lotId).map((one) => one.parts)).toEqual([['CL-A-1Y'], ['CL-A-3Y']]);
    }
    const again = await dealer.client.splitLicense({ projectId, lotId: parts[0]!.lotId });
    expect(again).toMatchObject({ ok: false, problem: { code: 'nothing-to-split' } });
  });

  it('is taken back whole on the day of a slip, and no more on the next day of the vendor', async () => {
    const { projectId, deviceIds } = await school({ 'CL-A-1Y': 2 }, 2);
    const slip = await value(dealer.client.assignLicenses({ projectId, deviceIds: [deviceIds[0]!] }));
    const preview = await value(dealer.client.unassignLicenses({ projectId, deviceIds: [deviceIds[0]!], dryRun: true }));
    expect(preview.removals[0]).toMatchObject({ remaining: 362 });
    expect(preview.removals[0]!.why.at(-1)).toMatch(/undoing the assignment/);
    // The better way is named with it, for as long as there is one.
    const { operationId } = slip.assignments[0]!;
    const way = {
      operationId,
      kind: 'assign-license',
      until: '2024-03-17T23:00:00Z',
      mine: true,
      organization: { name: 'Nordlicht Netze' },
    };
    expect(preview.removals[0]!.undoInstead).toMatchObject(way);
    await value(dealer.client.undoOperation({ operationId: slip.assignments[0]!.operationId! }));
    expect(await poolOf(projectId)).toEqual([['a', 365, 2]]);

    // Of an extension it is that; the assignment before it is built upon by then.
    await value(dealer.client.assignLicenses({ projectId, deviceIds: [deviceIds[0]!] }));
    const longer = await value(dealer.client.assignLicenses({ projectId, deviceIds: [deviceIds[0]!] }));
    const extended = await value(dealer.client.unassignLicenses({ projectId, deviceIds: [deviceIds[0]!], dryRun: true }));
    const extension = longer.assignments[0]!.operationId!;
    expect(extended.removals[0]!.undoInstead).toMatchObject({ operationId: extension, kind: 'extend-license', mine: true });
    expect(extended.removals[0]!.why.at(-1)).toMatch(/undoing the extension/);
    await value(dealer.client.undoOperation({ operationId: extension }));
    const back = await value(dealer.client.unassignLicenses({ projectId, deviceIds: [deviceIds[0]!], dryRun: true }));
    expect(back.removals[0]!.undoInstead).toBeNull();
    const done = await value(dealer.client.unassignLicenses({ projectId, deviceIds: [deviceIds[0]!] }));
    expect(done.removals[0]).toMatchObject({ undoInstead: null, why: expect.not.arrayContaining([expect.stringMatching(/undoing/)]) });

    // 23:59 of the day in Berlin, and 00:01 of the next one.
    await set('2024-03-20T22:59:00Z');
    const late = await value(dealer.client.assignLicenses({ projectId, deviceIds: [deviceIds[1]!] }));
    const inTime = await value(dealer.client.unassignLicenses({ projectId, deviceIds: [deviceIds[1]!], dryRun: true }));
    expect(inTime.removals[0]!.undoInstead).toMatchObject({ operationId: late.assignments[0]!.operationId, until: '2024-03-20T23:00:00Z' });
    // Whose act it was not is told who can undo it.
    const theirs = await value(channel.vendor.client.unassignLicenses({ projectId, deviceIds: [deviceIds[1]!], dryRun: true }));
    expect(theirs.removals[0]!.undoInstead).toMatchObject({ mine: false, organization: { name: 'Nordlicht Netze' } });
    expect(theirs.removals[0]!.why.join(' ')).not.toMatch(/undoing/);
    await set('2024-03-20T23:01:00Z');
    const tooLate = await value(dealer.client.unassignLicenses({ projectId, deviceIds: [deviceIds[1]!], dryRun: true }));
    expect(tooLate.removals[0]!.undoInstead).toBeNull();
    const undone = await dealer.client.undoOperation({ operationId: late.assignments[0]!.operationId! });
    expect(undone).toMatchObject({ ok: false, problem: { code: 'undo-too-late', facts: { day: '2024-03-20', today: '2024-03-21' } } });
  });

  it('is taken back in words of what is as before, not of how it is booked', async () => {
    const { projectId, deviceIds } = await school({ 'CL-A-1Y': 2 });
    const told = async (operationId: string | null) => {
      const { effects } = await value(dealer.client.undoOperation({ operationId: operationId!, dryRun: true }));
      return effects;
    };
    const assigned = (await value(dealer.client.assignLicenses({ projectId, deviceIds }))).assignments[0]!;
    const name = (await value(dealer.client.getProject({ projectId }))).name;
    expect(await told(assigned.operationId)).toEqual([
      'Room 1 is unlicensed again: CL-A-1Y is taken off.',
      `365 days come back: 1 × CL-A-1Y returns to the pool of ${name}.`,
    ]);
    const extended = (await value(dealer.client.assignLicenses({ projectId, deviceIds }))).assignments[0]!;
    const end = `${Number(assigned.after.until!.slice(8))} ${new Date(assigned.after.until!).toLocaleDateString('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })}`;
    expect(await told(extended.operationId)).toEqual([
      `CL-A-1Y on Room 1 ends again on ${end} at 00:00.`,
      `365 days come back: 1 × CL-A-1Y returns to the pool of ${name}.`,
    ]);
    const removed = (await value(dealer.client.unassignLicenses({ projectId, deviceIds }))).removals[0]!;
    const left = removed.remaining.toLocaleString('en-GB');
    expect((await told(removed.operationId)).slice(1)).toEqual([
      'The 3 days that taking it off had cost come back.',
      `1 × CL-A-1Y with ${left} days leaves the pool of ${name} again.`,
    ]);
    const split = await value(dealer.client.splitLicense({ projectId, lotId: removed.returns!.lotId }));
    expect(await told(split.operationId)).toEqual([`The 2 parts are one licence again: CL-A-1Y, ${left} days.`]);
    // To readers of German in theirs.
    const german = await fetch(`${server.url}/v1/operations/${split.operationId}/undo?dryRun=true`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${dealer.credential}`, 'Accept-Language': 'de', 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(((await german.json()) as { effects: string[] }).effects[0]).toMatch(/^Die 2 Teile sind wieder eine Lizenz: /);
    // A transfer goes back where it came from.
    const { customerId } = await value(dealer.client.getProject({ projectId })).then(({ customer }) => ({ customerId: customer.id }));
    const other = await value(dealer.client.createProject({ customerId, name: 'Annex' }));
    const lines = [{ lotId: split.parts[0]!.lotId, quantity: 1 }];
    const { operationId } = (await value(dealer.client.transferLicenses({ projectId, to: other.id, lines }))).outcome;
    expect(await told(operationId)).toEqual([`1 × CL-A-1Y goes back from the pool of Annex to the pool of ${name}.`]);
    const done = await value(dealer.client.undoOperation({ operationId: operationId! }));
    expect(done.effects).toHaveLength(1);
  });

  it('is taken back from each of many by itself, in any order, though all came of one lot (list-assignments of certain ids)', async () => {
    const { projectId, deviceIds } = await school({ 'CL-A-1Y': 4 }, 3);
    const sinceOf = async () => (await value(dealer.client.listPoolLicenses({ projectId }))).items.map(({ since }) => since);
    const since = await sinceOf();
    const { assignments } = await value(dealer.client.assignLicenses({ projectId, deviceIds }));
    const [first, , third] = assignments;
    await value(dealer.client.undoOperation({ operationId: first!.operationId! }));
    await value(dealer.client.undoOperation({ operationId: third!.operationId! }));
    expect(await poolOf(projectId)).toEqual([['a', 365, 3]]);
    // What an undo brings back was there before: it is registered no later for that.
    expect(await sinceOf()).toEqual(since);
    const ids = [first!, third!].map(({ assignee }) => assignee.id);
    const asked = await value(dealer.client.listAssignments({ projectId, ids: ids.join(',') }));
    expect(asked.items.map(({ assignee, state }) => [assignee.id, state]).sort()).toEqual(ids.map((id) => [id, 'unlicensed']).sort());
    expect(asked.counts).toEqual({ licensed: 0, expired: 0, unlicensed: 2 });
  });

  it('is not taken back where the device has another one since', async () => {
    const { projectId, deviceIds } = await school({ 'CL-A-1Y': 2 });
    await value(dealer.client.assignLicenses({ projectId, deviceIds }));
    const off = await value(dealer.client.unassignLicenses({ projectId, deviceIds }));
    const other = await value(dealer.client.assignLicenses({ projectId, deviceIds, prefer: 'longest' }));
    const operationId = off.removals[0]!.operationId!;
    expect(await dealer.client.undoOperation({ operationId })).toMatchObject({ ok: false, problem: { code: 'built-upon' } });
    await value(dealer.client.undoOperation({ operationId: other.assignments[0]!.operationId! }));
    await value(dealer.client.undoOperation({ operationId }));
    expect((await value(dealer.client.listAssignments({ projectId }))).counts).toEqual({ licensed: 1, expired: 0, unlicensed: 0 });
  });

  it('is put on many at once, all or none, and the lists tell who is licensed', async () => {
    const { projectId, deviceIds } = await school({ 'CL-A-1Y': 3, 'CL-B-1Y': 5 }, 4);
    const few = await dealer.client.assignLicenses({ projectId, deviceIds });
    expect(few).toMatchObject({ ok: false, problem: { code: 'no-licence-available' } });
    expect(await poolOf(projectId)).toEqual([
      ['a', 365, 3],
      ['b', 365, 5],
    ]);
    const done = await value(dealer.client.assignLicenses({ projectId, deviceIds: deviceIds.slice(0, 3), ifLicensed: 'refuse' }));
    expect(new Set(done.assignments.map(({ operationId }) => operationId)).size).toBe(3);
    const list = await value(dealer.client.listAssignments({ projectId }));
    expect(list.counts).toEqual({ licensed: 3, expired: 0, unlicensed: 1 });
    const unlicensed = await value(dealer.client.listAssignments({ projectId, state: 'unlicensed' }));
    expect(unlicensed.items.map(({ assignee }) => assignee.id)).toEqual([deviceIds[3]]);
    const twice = await dealer.client.assignLicenses({ projectId, deviceIds: [deviceIds[0]!], ifLicensed: 'refuse' });
    expect(twice).toMatchObject({ ok: false, problem: { code: 'no-licence-available' } });
    const nobody = await dealer.client.assignLicenses({ projectId });
    expect(nobody).toMatchObject({ ok: false, problem: { code: 'nobody-to-assign' } });
  });

  it('of another length than preferred is told as such, with counts, where the first choice runs out', async () => {
    const { projectId, deviceIds } = await school({ 'CL-A-1Y': 2, 'CL-A-3Y': 2 }, 4);
    const shown = await value(dealer.client.assignLicenses({ projectId, deviceIds: deviceIds.slice(0, 3), dryRun: true }));
    expect(shown.remarks).toEqual(['1 of 3 gets a licence of 3 years, because the 2 of 1 year run out.']);
    expect(shown.assignments.map(({ from, remark }) => [from.termDays, remark])).toEqual([
      [365, null],
      [365, null],
      [1095, '3 years: no shorter one was left'],
    ]);
    expect(shown.assignments[2]!.why).toContain('3 years: no shorter one was left.');
    const longest = await value(dealer.client.assignLicenses({ projectId, deviceIds, prefer: 'longest', dryRun: true }));
    expect(longest.remarks).toEqual(['2 of 4 get a licence of 1 year, because the 2 of 3 years run out.']);
    expect(longest.assignments.map(({ remark }) => remark)).toEqual([null, null, ...Array(2).fill('1 year: no longer one was left')]);
    // One is enough for one, of which there is nothing to say.
    const two = await value(dealer.client.assignLicenses({ projectId, deviceIds: deviceIds.slice(0, 1) }));
    expect([two.remarks, two.assignments[0]!.remark]).toEqual([[], null]);
    const rest = await value(dealer.client.assignLicenses({ projectId, deviceIds: deviceIds.slice(1, 3) }));
    expect(rest.remarks).toEqual(['1 of 2 gets a licence of 3 years, because the one of 1 year runs out.']);
    // The history keeps it.
    const { details } = await value(dealer.client.getOperation({ operationId: rest.assignments[1]!.operationId! }));
    expect(details).toMatchObject({ tookDays: 1095, insteadOfDays: 365 });
    // Whoever finds only long ones got what there was.
    const none = await school({ 'CL-A-3Y': 1 });
    expect(
      (await value(dealer.client.assignLicenses({ projectId: none.projectId, deviceIds: none.deviceIds, dryRun: true }))).remarks,
    ).toEqual([]);
  });

  it('goes to one of two who ask for the last one at the same moment', async () => {
    const { projectId, deviceIds } = await school({ 'CL-A-1Y': 1 }, 6);
    const answers = await Promise.all(deviceIds.map((id) => dealer.client.assignLicenses({ projectId, deviceIds: [id] })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers) {
      if (!answer.ok) expect(answer.problem.code).toBe('no-licence-available');
    }
    const again = await dealer.client.assignLicenses({ projectId, deviceIds: [deviceIds[0]!] });
    expect(again.ok).toBe(false);
  });

  it('that ended is tidied away by the next, which starts its own term', async () => {
    const { projectId, deviceIds } = await school({ 'CL-A-1Y': 2 });
    const before = await value(dealer.client.assignLicenses({ projectId, deviceIds }));
    await set('2026-01-10T10:00:00Z');
    const { items } = await value(dealer.client.listAssignments({ projectId }));
    expect(items[0]).toMatchObject({ state: 'expired', daysLeft: null, licence: { lotId: before.assignments[0]!.after.lotId } });
    // Nothing was written since: the list of devices says the same, and so do the counts.
    const { until } = before.assignments[0]!.after;
    expect((await value(dealer.client.listDevices({ projectId }))).items).toMatchObject([
      { licensed: false, license: { part: 'CL-A-1Y', until } },
    ]);
    expect((await value(dealer.client.getProject({ projectId }))).counts).toMatchObject({
      devicesLicensed: 0,
      devicesExpired: 1,
      devicesUnlicensed: 0,
    });
    const next = await value(dealer.client.assignLicenses({ projectId, deviceIds }));
    expect(next.assignments[0]).toMatchObject({
      kind: 'assign-license',
      before: null,
      after: { startsOn: '2026-01-10', until: '2027-01-10' },
    });
    expect(next.assignments[0]!.why).toContain('CL-A-1Y, which had ended, is retired as spent.');
    await value(dealer.client.undoOperation({ operationId: next.assignments[0]!.operationId! }));
    expect((await value(dealer.client.listAssignments({ projectId }))).items[0]).toMatchObject({ state: 'expired' });
    const removed = await value(dealer.client.unassignLicenses({ projectId, deviceIds }));
    expect(removed.removals[0]).toMatchObject({ remaining: 0, returns: null });
  });
});

describe('list-assignments', () => {
  it('shows devices of one product or model, and those that take licences of a category, counted alike', async () => {
    const { customerId, projectId } = await school({ 'CL-A-1Y': 1 }, 2);
    const router = { customerId, projectId, name: 'Cellar', product: 'BR-1790', hardwareKey: '417900000001' };
    await value(dealer.client.createDevice(router));
    const of = async (query: object) => {
      const { items, total, counts } = await value(dealer.client.listAssignments({ projectId, of: 'devices', ...query }));
      expect([total, counts.licensed + counts.expired + counts.unlicensed]).toEqual([items.length, items.length]);
      return items.map(({ assignee }) => assignee.name);
    };
    expect(await of({})).toEqual(['Cellar', 'Room 1', 'Room 2']);
    expect(await of({ product: 'WL-610' })).toEqual(['Room 1', 'Room 2']);
    expect(await of({ category: 'a' })).toEqual(['Room 1', 'Room 2']);
    expect(await of({ category: 'c' })).toEqual(['Cellar']);
    expect(await of({ category: 'a', product: 'BR-1790' })).toEqual([]);
    expect(await of({ category: 'nobody-has-it' })).toEqual([]);
  });
});

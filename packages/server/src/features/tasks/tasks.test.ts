import { readFile } from 'node:fs/promises';
import {
  addSite,
  importFile,
  type Party,
  setUpChannel,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let channel: TestChannel;
let dealer: Party;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'pbx', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Importer');
});
afterAll(() => server?.stop());

async function imported(name: string, hardwareKey: string) {
  const { id: deviceId } = await addSite(dealer.client, name, hardwareKey, 'DECT');
  const content = importFile({ hardwareKey, features: ['DAP=2'] });
  const { outcome } = await value(dealer.client.importLicenseFile({ deviceId, content }));
  return { deviceId, operationId: outcome.operationId! };
}

describe('tasks of the vendor', () => {
  it('are opened by an import in the pack’s words, found by device, and told on the vendor’s home page', async () => {
    const admin = channel.vendor.client;
    const [first, second] = [await imported('Marienhospital', '10000001'), await imported('Seehof', '10000002')];
    const all = await value(admin.listTasks({}));
    expect(all).toMatchObject({
      total: 2,
      items: [
        { state: 'open', device: { hardwareKey: '10000002', customer: { name: 'Seehof' } }, operationId: second.operationId },
        { state: 'open', kind: 'import', openedBy: expect.any(String), doneAt: null, doneBy: null, note: '' },
      ],
    });
    expect(all.items[0]!.text).toContain('Deactivate the PARI');
    const found = async (query: Parameters<typeof admin.listTasks>[0]) =>
      (await value(admin.listTasks(query))).items.map(({ device }) => device!.id);
    expect(await found({ q: 'marien' })).toEqual([first.deviceId]);
    expect(await found({ q: '10000002' })).toEqual([second.deviceId]);
    expect(await found({ deviceId: first.deviceId })).toEqual([first.deviceId]);
    const { tasks } = await value(admin.getHome());
    expect(tasks.find(({ kind }) => kind === 'tasks-open')).toMatchObject({ count: 2, link: '/tasks?state=open' });
  });

  it('are done once by complete-task, with a note, which partners see nothing of', async () => {
    const admin = channel.vendor.client;
    const { deviceId } = await imported('Brunnengasse', '10000003');
    const [task] = (await value(admin.listTasks({ deviceId }))).items;
    const taskId = task!.id;
    expect(await value(admin.completeTask({ taskId, note: 'Ticket 4711', dryRun: true }))).toMatchObject({ state: 'done' });
    expect((await value(admin.listTasks({ deviceId, state: 'open' }))).total).toBe(1);
    const done = await value(admin.completeTask({ taskId, note: 'Ticket 4711' }));
    expect(done).toMatchObject({
      id: taskId,
      state: 'done',
      note: 'Ticket 4711',
      doneAt: expect.any(String),
      doneBy: expect.stringMatching(/./),
    });
    expect(await admin.completeTask({ taskId })).toMatchObject({ problem: { status: 409, code: 'task-done' } });
    expect((await value(admin.listTasks({ deviceId, state: 'open' }))).total).toBe(0);
    const kinds = async (client: typeof admin) => (await value(client.listOperations({ deviceId }))).items.map(({ kind }) => kind);
    expect(await kinds(admin)).toContain('complete-task');
    expect(await kinds(dealer.client)).not.toContain('complete-task');
    expect(await dealer.client.listTasks({})).toMatchObject({ problem: { code: 'not-allowed' } });
    expect(await dealer.client.completeTask({ taskId })).toMatchObject({ problem: { code: 'not-allowed' } });
  });
});

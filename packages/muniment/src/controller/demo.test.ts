import { createClient } from '@muniment/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cleanUp, launch, main, muniment, newDirectory, serve, until } from '../../test/process.ts';

// A server with four demos, and programs beside it; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 300_000 });
afterEach(cleanUp, 120_000);

interface Status {
  readonly name: string;
  readonly licensed: string;
  readonly enrolment: { readonly state: string; readonly waitsFor: string | null };
}

const lineOf = /^(\w+) \(\w+\): (http:\S+)$/gm;

describe('muniment demo controllers', () => {
  it('says that it needs the server', async () => {
    const alone = await muniment(['demo', 'controllers'], newDirectory());
    expect(alone).toMatchObject({ code: 1, stderr: expect.stringContaining('Start the server first') });
  });

  it('runs three beside the demo, licensed, with nothing and waiting, and finds them again as they were', async () => {
    const directory = newDirectory();
    const server = await serve(directory, { MUNIMENT_DEMO: 'on' });
    await until(() => /^Harrowgate Controls: /m.test(server.output()));
    for (const time of ['first', 'second']) {
      const controllers = launch(main, ['demo', 'controllers', '--port', '0'], directory);
      await until(() => controllers.output().includes('Press Ctrl-C'));
      const addresses = [...controllers.output().matchAll(lineOf)].map(([, name, url]) => ({ name, url }));
      expect([time, addresses.map(({ name }) => name)]).toEqual([time, ['Skybridge', 'Annex', 'Kitchen']]);
      const told = await Promise.all(addresses.map(async ({ url }) => (await (await fetch(`${url}/v1/status`)).json()) as Status));
      expect(told).toMatchObject([
        { name: 'Skybridge', licensed: 'valid', enrolment: { state: 'current' } },
        { name: 'Annex', licensed: 'not-active', enrolment: { state: 'current' } },
        { name: 'Kitchen', licensed: 'not-active', enrolment: { state: 'waiting', waitsFor: 'approval' } },
      ]);
      controllers.child.kill('SIGINT');
      expect(await controllers.ended).toBe(0);
    }
  });
});

describe('muniment demo workstations', () => {
  it('runs programs that take seats over the network, one beyond what there is, one in line, and gives them back', async () => {
    const directory = newDirectory();
    const server = await serve(directory, { MUNIMENT_DEMO: 'on' });
    await until(() => /^Merestone Survey: /m.test(server.output()));
    const office = async () => {
      const client = createClient({ baseUrl: server.url });
      const signedIn = await client.signIn({ email: 'carla@hollenstein.example', password: 'muniment-demo', vendor: 'merestone' });
      if (!signedIn.ok) throw new Error(signedIn.problem.code);
      const reader = createClient({ baseUrl: server.url, credential: signedIn.value.token });
      const [projects, keys] = [await reader.listProjects({ sort: 'created' }), await reader.listApiKeys({})];
      if (!projects.ok) throw new Error(projects.problem.code);
      const counters = await reader.listCounters({ projectId: projects.value.items[0]!.id });
      if (!counters.ok) throw new Error(counters.problem.code);
      const open = keys.ok ? keys.value.items.filter(({ name, revokedAt }) => name.startsWith('muniment') && revokedAt === null) : [];
      return { counters: counters.value.items, open: open.length };
    };
    const programs = launch(main, ['demo', 'workstations'], directory);
    await until(
      () => (programs.output().match(/ has a seat$/gm) ?? []).length === 12 && / waits in line, place 1$/m.test(programs.output()),
    );
    const running = await office();
    expect(running.counters.find(({ feature }) => feature === 'design-seats')).toMatchObject({ seats: 9, used: 10, over: { seats: 1 } });
    expect(running.counters.find(({ feature }) => feature === 'field-seats')).toMatchObject({ used: 7, waiting: 1 });
    programs.child.kill('SIGINT');
    expect(await programs.ended).toBe(0);
    const after = await office();
    expect(after.counters.find(({ feature }) => feature === 'design-seats')).toMatchObject({ used: 0, over: null });
    expect(after.counters.find(({ feature }) => feature === 'field-seats')).toMatchObject({ waiting: 0 });
    expect(after.open).toBe(0);
  });
});

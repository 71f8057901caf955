import { afterEach, describe, expect, it, vi } from 'vitest';
import { cleanUp, launch, main, muniment, newDirectory, serve, until } from '../../test/process.ts';

// A server with three demos, and three controllers beside it; on a busy machine that takes its time.
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

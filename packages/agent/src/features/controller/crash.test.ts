import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { auditLedger } from '@muniment/server/operator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../test/cloud.ts';
import { cleanUpControllers, type TestController } from '../../../test/controller.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'test', 'live-and-die.ts');
const given = { 'CAP-10': 1, 'CAP-25': 1 };
const capacityOf = { 'CAP-10': 10, 'CAP-25': 25 } as const;

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.give(given);
});
afterAll(async () => {
  await cleanUpControllers();
  await cloud?.stop();
});

/** Lets a controller live until the moment; answers what it said in the end, or how it died. */
async function live(folder: string, at: number): Promise<string> {
  const child = spawn(process.execPath, [program, folder, String(at)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return await new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? (code === 0 ? said : `exit ${code}`))));
}

/** What a controller may do by its own account. */
const capacityAt = async ({ status }: TestController) => {
  const value = (await status()).entitlements.find(({ feature }) => feature === 'devices')?.value;
  return typeof value === 'number' ? value : 0;
};

/** What a controller may do by the cloud's account, and every licence is in exactly one place. */
async function capacityByCloud({ status }: TestController): Promise<number> {
  const { enrolment } = await status();
  const active = enrolment.deviceId === null ? {} : await cloud.on(enrolment.deviceId);
  const pool = await cloud.pool();
  for (const part of Object.keys(given)) expect((pool[part] ?? 0) + (active[part] ?? 0), part).toBe(1);
  return Object.entries(active).reduce((sum, [part, count]) => sum + capacityOf[part as keyof typeof given] * count, 0);
}

/** Every licence back in the pool, for the next life. */
async function giveBack(controller: TestController): Promise<void> {
  const code = await controller.codeOf('transfer', {});
  expect(['done', 'nothing-to-transfer']).toContain(code);
  expect(await cloud.pool()).toEqual(given);
}

/** Kills a controller at every moment of a share of them, and looks at what it and the cloud say once it runs again. */
async function killAtEvery(moments: readonly number[]): Promise<void> {
  for (const moment of moments) {
    const controller = await cloud.controller();
    expect(await live(controller.folder, moment), `moment ${moment}`).toBe('SIGKILL');
    // Before it has spoken to anybody, it has what is on its disk; afterwards both agree.
    await controller.act('sync', {});
    const capacity = await capacityAt(controller);
    expect(await capacityByCloud(controller), `moment ${moment}`).toBe(capacity);
    expect(await controller.status(), `moment ${moment}`).toMatchObject({ receiptPending: false });
    expect((await controller.status()).problems, `moment ${moment}`).toEqual([]);
    const [lamp] = await controller.states();
    expect(lamp === undefined || (capacity === 0) === lamp.endsWith('unlicensed'), `moment ${moment}: ${lamp}`).toBe(true);
    expect(readdirSync(controller.folder).sort(), `moment ${moment}`).toEqual(['identity.json', 'key.json', 'state.json', 'time.json']);
    await giveBack(controller);
  }
}

describe('a controller that is killed at any moment', () => {
  let moments = 0;

  it('lives through all of it where nobody kills it', async () => {
    const controller = await cloud.controller();
    moments = Number(await live(controller.folder, 0));
    expect(moments).toBeGreaterThan(25);
    expect(await capacityAt(controller)).toBe(35);
    expect(await capacityByCloud(controller)).toBe(35);
    await giveBack(controller);
  });

  // In shares, so that none takes longer than a test may.
  const shares = 4;
  for (let share = 0; share < shares; share++)
    it(`agrees with the cloud afterwards: no licence on both sides, none on neither (${share + 1} of ${shares})`, async () => {
      const all = Array.from({ length: moments }, (_, index) => index + 1);
      await killAtEvery(all.filter((moment) => moment % shares === share));
    });

  it('leaves books that add up', async () => {
    expect(await auditLedger(cloud.server.operator)).toMatchObject({ ok: true });
  });
});

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, median } from '../lib/figures.ts';

const main = fileURLToPath(new URL('../../packages/muniment/src/main.ts', import.meta.url));

/** Seconds until the server says where it listens; it is stopped then as Ctrl-C does. */
async function start(directory: string): Promise<number> {
  const begin = performance.now();
  const env = { ...process.env, MUNIMENT_DATA: directory, PORT: '0' };
  const child = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let text = '';
  const listening = new Promise<number>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
      if (/Muniment runs at \S+/.test(text)) resolve((performance.now() - begin) / 1000);
    });
  });
  const seconds = await Promise.race([
    listening,
    ended.then((code) => Promise.reject(new Error(`the server ended with ${code}: ${text}`))),
  ]);
  child.kill('SIGINT');
  await ended;
  return seconds;
}

/** The first start in an empty directory (database made, migrated, the demo loaded), and later ones. */
export async function measureStarts(rounds: number): Promise<Figure[]> {
  const [first, later]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const directory = await mkdtemp(join(tmpdir(), 'muniment-start-'));
    first.push(await start(directory));
    later.push(await start(directory));
    await rm(directory, { recursive: true, force: true });
  }
  return [
    { what: 'the first start: database made, demo loaded', value: median(first), unit: 's' },
    { what: 'a later start', value: median(later), unit: 's' },
  ];
}

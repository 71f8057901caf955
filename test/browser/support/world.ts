import { access, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setUpChannel, startTestServer, type TestChannel, type TestServer, type TestServerOptions } from '@muniment/testkit';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openVisit, type Visit } from './visit.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Nothing a browser does beside showing our pages: no accounts, no updates, no calls home. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser `npm test` found, or Debian's. */
export async function launch(more: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  await access(executablePath).catch(() => {
    throw new Error(`There is no Chromium at ${executablePath}. Run: sudo apt-get install -y chromium`);
  });
  // A new empty profile each time; `npm test` may run as root, where Chromium has no sandbox.
  return chromium.launch({ executablePath, headless: true, chromiumSandbox: false, args: [...flags, ...more] });
}

/** What a failed test saw, as a picture and as a screen reader tells it. */
async function keepEvidence({ page }: Visit, test: string): Promise<void> {
  const path = `${root}test-output/failures/${test.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80)}`;
  await page.screenshot({ path: `${path}.png`, fullPage: true });
  const told = await page.locator('body').ariaSnapshot();
  await writeFile(`${path}.txt`, `${page.url()}\n${told}\n`);
}

/** The console as the build left it. */
async function builtConsole(): Promise<string> {
  const directory = process.env['CONSOLE_DIRECTORY'] ?? `${root}packages/console/dist`;
  await access(`${directory}/index.html`).catch(() => {
    throw new Error('The console is not built. Run: npm test');
  });
  return directory;
}

/** The pack whose example the channel guide walks through. */
export const guidePack = () => readFile(`${root}catalogs/pbx-channel/pack.yaml`, 'utf8');

/** The example of the page about packs: other words, other roles, a part with a term. */
export async function examplePack(): Promise<string> {
  const page = await readFile(`${root}docs/catalog-packs.md`, 'utf8');
  const example = page.match(/```yaml\n(format: 1\n[\s\S]*?)```/)?.[1];
  if (example === undefined) throw new Error('docs/catalog-packs.md has no example of a whole pack');
  return example;
}

export type WorldOptions = Pick<TestServerOptions, 'testClock'> & {
  /** What this browser is told beside the usual: such as which camera it has. */
  readonly flags?: readonly string[];
};

/** What the journeys of one file share: a browser, and the real server with the built console on a database of its own. */
export interface World {
  readonly server: TestServer;
  /** A visitor with a browser profile of their own; nobody is signed in. Gone after the test, unless it is kept for those that follow. */
  visit(options?: BrowserContextOptions, until?: 'kept'): Promise<Visit>;
}

/** Opens the world before the tests of a file and closes it after them; no page may have made a mistake meanwhile. */
export function useWorld({ flags: more, ...options }: WorldOptions = {}): World {
  let server: TestServer;
  let browser: Browser;
  const visits: Visit[] = [];
  const kept: Visit[] = [];
  beforeAll(async () => {
    server = await startTestServer({ ...options, consoleDirectory: await builtConsole(), jobs: true });
    browser = await launch(more);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') for (const visit of [...visits, ...kept]) await keepEvidence(visit, task.name);
    const mistakes = [...visits, ...kept].flatMap((visit) => visit.mistakes.splice(0));
    await Promise.all(visits.splice(0).map((visit) => visit.context.close()));
    expect(mistakes).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  return {
    get server() {
      return server;
    },
    async visit(options = {}, until) {
      const visit = await openVisit(browser, server.url, options);
      (until === 'kept' ? kept : visits).push(visit);
      return visit;
    },
  };
}

export interface ChannelWorld extends World {
  readonly channel: TestChannel;
}

/** A world with one vendor, its catalog and whoever the tests add. */
export function useChannel(slug: string, catalog: () => Promise<string>, options: WorldOptions = {}): ChannelWorld {
  const world = useWorld(options);
  let channel: TestChannel;
  beforeAll(async () => {
    channel = await setUpChannel(world.server, slug, await catalog());
  });
  return {
    get server() {
      return world.server;
    },
    get channel() {
      return channel;
    },
    visit: world.visit,
  };
}

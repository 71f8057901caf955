import { mkdir, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { audit, countRequests, follow, inspect, type Look, looks, open, settle, shoot, turn } from './pictures/camera.ts';
import { type Scene, setScene, speak } from './pictures/scene.ts';
import { type Picture, pictures } from './pictures/table.ts';
import { isRefusal, type Visit } from './support/visit.ts';
import { useWorld } from './support/world.ts';

// Every page of the console as a picture, in both widths and themes, and in the other language, with the demo's data: test-output/pictures/.

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${root}test-output/pictures`;
const world = useWorld();
/** `PICTURES=device,bin` takes only these. */
const wanted = process.env['PICTURES']?.split(',') ?? [];
let scene: Scene;

beforeAll(async () => {
  scene = await setScene(world.server);
  if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
});

/** Every theme, width and language meets every other once: light and wide, dark and narrow in one language, the rest in the other. */
const looksIn = (language: string): readonly Look[] => (language === 'en' ? [looks[0], looks[2]] : [looks[1], looks[3]]);

/** Contrast differs by theme and what is there by width: every page is examined once in each. */
const isExamined = (language: string) => language === 'en';

/**
 * In one language every page is loaded, in the other it is come to from the last one, as by a link. Not where the same page was
 * looked at before or something was done on it: what was opened or chosen there would still be.
 */
const isFollowed = (picture: Picture, last: Picture | undefined, language: string) =>
  language !== 'en' && last !== undefined && !last.act && !last.refused && !picture.refused && last.path !== picture.path;

interface Taking {
  readonly requests: () => number;
  readonly last: Picture | undefined;
  readonly language: string;
}

async function take(page: Page, picture: Picture, { requests, last, language }: Taking): Promise<string[]> {
  const findings: string[] = [];
  const note = (look: string, found: readonly string[]) =>
    findings.push(...found.map((one) => `${picture.name} ${language} ${look}: ${one}`));
  const errors: string[] = [];
  page.removeAllListeners('console');
  page.on('console', (message) => {
    if (message.type() === 'error' && !(picture.refused && isRefusal(message.text()))) errors.push(message.text());
  });
  const [first] = looksIn(language);
  // What is done on a page is done where all of it is in sight.
  await turn(page, picture.act ? looks[0] : first!);
  await (isFollowed(picture, last, language) ? follow : open)(page, picture.at?.(scene, language) ?? picture.path);
  await settle(page, requests);
  await picture.act?.(page, scene);
  for (const look of looksIn(language)) {
    await turn(page, look);
    await settle(page, requests);
    const name = `${look.theme} ${look.width}`;
    await shoot(page, `${folder}/${picture.name}.${language}.${look.theme}.${look.width}.png`);
    note(name, await inspect(page, language));
    if (isExamined(language)) note(name, await audit(page));
  }
  note('console', errors);
  return findings;
}

/** So many look around at the same time: more would be no faster, and leave the tests beside them no processor. */
const atOnce = 3;

/** The next visitor, in a window that knows the console's files already and nothing of who looked through it before. */
async function enter({ context, page }: Visit, who: Picture['as']): Promise<void> {
  await page.goto('/livez');
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  await context.clearCookies();
  if (who !== 'nobody') await context.addCookies([{ name: 'muniment_session', value: scene.sessions[who], url: world.server.url }]);
}

async function lookAround(visit: Visit, requests: () => number, who: Picture['as'], language: string): Promise<string[]> {
  const { page } = visit;
  await enter(visit, who);
  const findings: string[] = [];
  let last: Picture | undefined;
  for (const picture of pictures.filter(({ as, name }) => as === who && (wanted.length === 0 || wanted.includes(name)))) {
    const taking = { requests, last, language };
    findings.push(...(await take(page, picture, taking).catch((error: Error) => [`${picture.name} ${language}: ${error.message}`])));
    last = picture;
  }
  return findings;
}

describe('Pictures of the console', () => {
  it('show every page that the router knows', async () => {
    const sources = await Promise.all(
      ['router', 'administration', 'projects'].map((name) =>
        readFile(`${root}packages/console/src/app/${name}.ts${name === 'router' ? 'x' : ''}`, 'utf8'),
      ),
    );
    const routes = sources.flatMap((source) => [...source.matchAll(/\bpath: '([^']+)'/g)].map(([, path]) => path!));
    expect([...new Set(pictures.map(({ path }) => path))].sort()).toEqual([...new Set(routes)].sort());
  });

  it.each(['en', 'de'])(
    'are without errors, sideways scrolling and barriers (%s)',
    async (language) => {
      await speak(scene, world.server, language);
      const seen = Map.groupBy(pictures, ({ as }) => as);
      const next = [...seen.keys()].sort((one, other) => seen.get(other)!.length - seen.get(one)!.length).values();
      const findings: string[] = [];
      const lookOn = async () => {
        const visit = await world.visit({ locale: language });
        const requests = countRequests(visit.page);
        for (const who of next) findings.push(...(await lookAround(visit, requests, who, language)));
      };
      await Promise.all(Array.from({ length: atOnce }, lookOn));
      expect(findings).toEqual([]);
    },
    900_000,
  );
});

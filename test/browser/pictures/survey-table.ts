import type { Page } from 'playwright-core';
import type { SurveyScene } from './survey.ts';
import type { Picture } from './table.ts';

type Act = (page: Page, survey: SurveyScene) => Promise<void>;

const main = (page: Page) => page.getByRole('main');

/** A page of one counter, as somebody sees it. */
const counter = (
  name: string,
  of: 'busy' | 'over' | 'idle',
  tab: string,
  act?: Act,
  as: 'ines' | 'selma' | 'viktor' = 'selma',
): Picture => ({
  name,
  path: '/seats/$counterId',
  as,
  at: ({ survey }) => `/seats/${survey[of]}${tab === '' ? '' : tab.startsWith('&') ? `?${tab.slice(1)}` : `?tab=${tab}`}`,
  ...(act ? { act: (page, { survey }) => act(page, survey) } : {}),
});

/** A file that is brought, as a device wrote it. */
const files = (name: string, file: (survey: SurveyScene) => string, act?: Act, as: 'selma' | 'viktor' = 'selma'): Picture => ({
  name,
  path: '/files',
  as,
  at: () => '/files',
  act: async (page, { survey }) => {
    await page.locator('input[type=file]').setInputFiles({ name: 'workstation.jws', mimeType: '', buffer: Buffer.from(file(survey)) });
    await main(page).getByRole('note').first().waitFor();
    await act?.(page, survey);
  },
});

const openDialog = async (page: Page, at: 'first' | 'last') => {
  const acts = main(page).getByRole('table').first().locator('td').getByRole('button');
  await (at === 'first' ? acts.first() : acts.last()).click();
  await page.getByRole('dialog').locator('ul').waitFor();
};

const openForm: Act = async (page) => {
  await main(page).locator('header').getByRole('button').last().click();
  await page.getByRole('dialog').locator('form').waitFor();
};

const chooseAll: Act = async (page) => {
  await main(page).getByRole('checkbox').first().check({ force: true });
  await main(page).locator('section').last().waitFor();
  await page.evaluate(() => Object.assign(globalThis, { examineWhole: true }));
};

const review: Act = async (page) => {
  await main(page).getByRole('button').last().click();
  await page.waitForURL(/step=review/);
};

const chooseSeats: Act = async (page) => {
  await main(page).getByRole('radio').first().check();
  await main(page).getByRole('combobox').first().waitFor();
};

const replace: Act = async (page, { request }) => {
  await page.locator('input[type=file]').setInputFiles({ name: 'new.jws', mimeType: '', buffer: Buffer.from(request) });
  await main(page).locator('textarea').last().fill('Der Rechner fiel vom Gerüst');
  await review(page, {} as SurveyScene);
  await main(page).getByRole('table').first().waitFor();
};

const device = (name: string, of: 'repaired' | 'dead' | 'replaced', as: 'selma' | 'viktor'): Picture => ({
  name,
  path: '/devices/$deviceId',
  as,
  at: ({ survey }) => `/devices/${survey[of]}?tab=cloud`,
});

/** Seats of a team: counters, who has them, who waits, for whom they are; and files that workstations have carried. */
export const surveyPictures: readonly Picture[] = [
  { name: 'seats', path: '/seats', as: 'viktor' },
  { name: 'seats-customer', path: '/seats', as: 'selma' },
  { name: 'home-seats', path: '/', as: 'viktor' },
  { name: 'project-seats', path: '/projects/$projectId/seats', as: 'selma', at: ({ survey }) => `/projects/${survey.projectId}/seats` },
  {
    name: 'project-seats-empty',
    path: '/projects/$projectId/seats',
    as: 'viktor',
    at: ({ survey }) => `/projects/${survey.emptyProjectId}/seats`,
  },
  { name: 'project-survey', path: '/projects/$projectId', as: 'ines', at: ({ survey }) => `/projects/${survey.projectId}` },
  counter('counter', 'busy', ''),
  counter('counter-chosen', 'busy', '', chooseAll),
  counter('counter-end', 'over', '', (page) => openDialog(page, 'last')),
  counter('counter-recall', 'busy', '&state=borrowed', (page) => openDialog(page, 'first')),
  counter('counter-empty', 'idle', ''),
  counter('counter-empty-partner', 'idle', '', undefined, 'ines'),
  counter('counter-queue', 'busy', 'queue'),
  counter('counter-reserved', 'busy', 'reserved'),
  counter('counter-reserve', 'busy', 'reserved', openForm),
  counter('counter-rules', 'busy', 'rules'),
  counter('counter-why', 'busy', 'steps'),
  counter('counter-overuse', 'over', 'overuse'),
  counter('counter-overuse-none', 'idle', 'overuse'),
  counter('counter-developer', 'busy', 'developer'),
  { name: 'counter-edit', path: '/seats/$counterId/edit', as: 'selma', at: ({ survey }) => `/seats/${survey.busy}/edit` },
  { name: 'new-api-key-seats', path: '/api-keys/new', as: 'viktor', act: (page, { survey }) => chooseSeats(page, survey) },
  {
    name: 'new-api-key-seats-chosen',
    path: '/api-keys/new',
    as: 'selma',
    at: ({ survey }) => `/api-keys/new?scope=seats&project=${survey.projectId}`,
  },
  { name: 'files', path: '/files', as: 'selma' },
  files('files-request', ({ request }) => request),
  files('files-renewal', ({ renewal }) => renewal, review),
  files('files-receipt', ({ receipt }) => receipt),
  files('files-borrowed', ({ borrowReceipt }) => borrowReceipt, review),
  files('files-unknown', () => 'Dear licence desk, please find attached'),
  device('device-machine', 'repaired', 'selma'),
  device('device-machine-vendor', 'dead', 'viktor'),
  device('device-replaced', 'replaced', 'viktor'),
  {
    name: 'replace-hardware',
    path: '/devices/$deviceId/replace-hardware',
    as: 'viktor',
    at: ({ survey }) => `/devices/${survey.dead}/replace-hardware`,
    act: (page, { survey }) => replace(page, survey),
  },
];

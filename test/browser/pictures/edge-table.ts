import type { Page } from 'playwright-core';
import type { EdgeScene } from './edge.ts';
import type { Picture } from './table.ts';

/** A page of the project, below its address. */
const of = (name: string, path: string, as: 'owen' | 'ruth', act?: (page: Page, edge: EdgeScene) => Promise<void>): Picture => ({
  name,
  path: `/projects/$projectId/${path}`,
  as,
  at: ({ edge }) => `/projects/${edge.projectId}/${path}`,
  ...(act ? { act: (page, { edge }) => act(page, edge) } : {}),
});

const device = (name: string, tab: string): Picture => ({
  name,
  path: '/devices/$deviceId',
  as: 'owen',
  at: ({ edge }) => `/devices/${edge.deviceId}?tab=${tab}`,
});

/** A file that is chosen, as a device wrote it. */
async function choose(page: Page, text: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name: 'device.jws', mimeType: 'application/jose', buffer: Buffer.from(text) });
}

async function chooseRequest(page: Page, edge: EdgeScene): Promise<void> {
  await choose(page, edge.request);
  await page.getByRole('main').getByRole('table').waitFor();
}

async function reviewReceipt(page: Page, edge: EdgeScene): Promise<void> {
  await choose(page, edge.receipt);
  await page.getByRole('main').getByRole('table').first().waitFor();
  await page.getByRole('main').getByRole('button').last().click();
  await page.waitForURL(/step=review/);
}

async function reviewTakingBack(page: Page): Promise<void> {
  await page.getByRole('main').locator('textarea').fill('The weir was washed away.');
  await page.getByRole('main').getByRole('button').last().click();
  await page.getByRole('main').getByRole('note').waitFor();
}

async function openCode(page: Page): Promise<void> {
  // The act's button among links.
  await page.getByRole('main').locator('header button').last().click();
  await page.getByRole('dialog').waitFor();
}

/** Pages of devices that fetch their licences themselves: who waits, codes, files, what stands behind them. */
export const edgePictures: readonly Picture[] = [
  of('controllers', 'controllers', 'ruth'),
  of('controllers-code', 'controllers', 'owen', openCode),
  {
    name: 'controllers-empty',
    path: '/projects/$projectId/controllers',
    as: 'owen',
    at: ({ edge }) => `/projects/${edge.emptyProjectId}/controllers`,
  },
  { name: 'enrolments', path: '/enrolments', as: 'vera' },
  { name: 'home-edge', path: '/', as: 'owen' },
  { name: 'projects-edge', path: '/projects', as: 'vera' },
  { name: 'capacities', path: '/capacities', as: 'vera' },
  { name: 'project-edge', path: '/projects/$projectId', as: 'owen', at: ({ edge }) => `/projects/${edge.projectId}` },
  // What stands with its device ends in other words than what runs while it is assigned.
  of('expiry-edge', 'expiry', 'owen'),
  { name: 'files-controller', path: '/files', as: 'ruth', act: (page, { edge }) => chooseRequest(page, edge) },
  { name: 'files-controller-receipt', path: '/files', as: 'ruth', act: (page, { edge }) => reviewReceipt(page, edge) },
  {
    name: 'take-back',
    path: '/projects/$projectId/take-back/$deviceId',
    as: 'vera',
    at: ({ edge }) => `/projects/${edge.projectId}/take-back/${edge.deadDeviceId}`,
    act: reviewTakingBack,
  },
  device('device-cloud', 'cloud'),
  device('device-endpoints', 'endpoints'),
];

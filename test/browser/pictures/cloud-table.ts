import type { Page } from 'playwright-core';
import type { CloudScene } from './cloud.ts';
import type { Picture } from './table.ts';

type At = (cloud: CloudScene) => string;

/** A page of the project, below its address. */
const of = (name: string, path: string, as: 'petra' | 'svenja', at: At, act?: Picture['act']): Picture => ({
  name,
  path: `/projects/$projectId/${path}`,
  as,
  at: ({ cloud }) => `/projects/${cloud.projectId}/${at(cloud)}`,
  ...(act ? { act } : {}),
});

const lots = (ids: readonly string[]) => ids.join(',');

/** The small button of a licence that is put together. */
async function unfold(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('table').last().locator('button[aria-haspopup=dialog]').first().click();
  await page.getByRole('dialog').locator('ol').waitFor();
}

async function chooseAll(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('checkbox').first().check({ force: true });
  await page.getByRole('main').locator('section').last().waitFor();
}

async function openMenu(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('table').last().locator('[aria-haspopup=menu]').first().click();
  await page.getByRole('menu').waitFor();
}

/** Pages of a project whose licences have days: the pool, what is licensed and what is not, and the acts. */
export const cloudPictures: readonly Picture[] = [
  of('pool', 'licences', 'petra', () => 'licences'),
  of('pool-parts', 'licences', 'petra', () => 'licences', unfold),
  of('pool-customer', 'licences', 'svenja', () => 'licences', openMenu),
  {
    name: 'pool-empty',
    path: '/projects/$projectId/licences',
    as: 'petra',
    at: ({ cloud }) => `/projects/${cloud.emptyProjectId}/licences`,
  },
  of('project-devices', 'devices', 'petra', () => 'devices'),
  of('project-devices-chosen', 'devices', 'svenja', () => 'devices?state=unlicensed', chooseAll),
  of('project-devices-expired', 'devices', 'petra', () => 'devices?state=expired'),
  of('project-users', 'users', 'petra', () => 'users?state=unlicensed'),
  of('assign', 'assign', 'svenja', ({ bare }) => `assign?devices=${lots(bare)}`),
  of('assign-mixed', 'assign', 'petra', ({ bare, licensed }) => `assign?devices=${lots([...bare.slice(0, 2), licensed[0]!])}`),
  of('assign-nobody', 'assign', 'petra', () => 'assign'),
  of('assign-review', 'assign', 'svenja', ({ bare }) => `assign?devices=${lots(bare.slice(0, 3))}&step=review`),
  of('extend-review', 'assign', 'petra', ({ licensed, long }) => `assign?devices=${lots([long, licensed[0]!])}&step=review`),
  of('unassign', 'unassign', 'petra', ({ licensed }) => `unassign?devices=${lots(licensed)}`),
  of(
    'unassign-review',
    'unassign',
    'svenja',
    ({ licensed, long }) => `unassign?devices=${lots([long, ...licensed.slice(0, 1)])}&step=review`,
  ),
  of('project-log', 'log', 'petra', () => 'log'),
  { name: 'device-licensed', path: '/devices/$deviceId', as: 'svenja', at: ({ cloud }) => `/devices/${cloud.long}?tab=licences` },
  { name: 'device-unlicensed', path: '/devices/$deviceId', as: 'petra', at: ({ cloud }) => `/devices/${cloud.bare[0]}?tab=licences` },
  { name: 'batches', path: '/batches', as: 'petra' },
  { name: 'batch', path: '/batches/$batchId', as: 'petra', at: ({ cloud }) => `/batches/${cloud.batch}` },
  of('split', 'split', 'petra', ({ cumulative }) => `split?lot=${cumulative}`),
];

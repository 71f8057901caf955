import type { Page } from 'playwright-core';
import type { CloudScene } from './cloud.ts';
import type { Scene } from './scene.ts';
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
  // The bar lies over the rows until the end of the list is reached: there nothing is hidden, and there it is examined.
  await page.evaluate(() => Object.assign(globalThis, { examineWhole: true }));
}

async function openMenu(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('table').last().locator('[aria-haspopup=menu]').first().click();
  await page.getByRole('menu').waitFor();
}

async function openForm(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('table').getByRole('row').nth(1).getByRole('button').first().click();
  await page.getByRole('dialog').locator('form').waitFor();
}

async function pasteUsers(page: Page): Promise<void> {
  const checked = page.waitForResponse((response) => response.url().includes('/users/batch'));
  await page.getByRole('main').locator('textarea').fill('Dora Ernst; dora@oldenau.example\nNobody\nArne; arne@oldenau.example');
  await checked;
  await page.getByRole('main').getByRole('table').waitFor();
}

async function chooseOther(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('radio').last().check();
  await page.getByRole('main').locator('textarea').waitFor();
}

/** Keys as they are typed: one as it is, one with a slip, one twice. */
const pasteKeys = (page: Page, { cloud: { openKey } }: Scene) => {
  const slip = `${openKey.slice(0, -1)}${openKey.endsWith('7') ? '8' : '7'}`;
  return page.getByRole('main').locator('textarea').fill(`${openKey.toLowerCase()}\n${slip}\n${openKey}`);
};

async function reviewKeys(page: Page, scene: Scene): Promise<void> {
  await pasteKeys(page, scene);
  await page.getByRole('main').getByRole('button').last().click();
  await page.getByRole('main').getByRole('checkbox').waitFor();
}

async function showKeys(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('switch').check({ force: true });
  await page.getByRole('main').getByRole('table').getByRole('button').first().waitFor();
}

/** The month in which a licence of 30 days ends. */
const soonMonth = () => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 7);

/** More than can be looked through: what the list hands on when so many are chosen. */
async function chooseMany(page: Page, { cloud }: Scene): Promise<void> {
  const ids = Array.from({ length: 240 }, () => cloud.bare[0]);
  await page.evaluate(
    (chosen) => sessionStorage.setItem('muniment-chosen-assignees', chosen),
    JSON.stringify({ projectId: cloud.projectId, ids }),
  );
  await page.reload();
  await page.getByRole('main').getByRole('note').waitFor();
}

/** All that a filter leaves, as the list of devices hands it on: what the first of them would get stands in the review. */
async function reviewMatching(page: Page, { cloud }: Scene): Promise<void> {
  await page.evaluate(
    (chosen) => sessionStorage.setItem('muniment-chosen-assignees', chosen),
    JSON.stringify({ projectId: cloud.projectId, ids: [], matching: { filter: { licensed: false }, count: cloud.bare.length } }),
  );
  await page.reload();
  await page.getByRole('main').getByRole('table').first().waitFor();
}

/** Pages of a project whose licences have days: the pool, what is licensed and what is not, and the acts. */
export const cloudPictures: readonly Picture[] = [
  { name: 'license-keys', path: '/license-keys', as: 'petra' },
  { name: 'make-license-keys', path: '/license-keys/make', as: 'petra' },
  { name: 'license-keys-none', path: '/license-keys/make', as: 'jonas' },
  { name: 'license-key-batch', path: '/license-keys/$batchId', as: 'petra', at: ({ cloud }) => `/license-keys/${cloud.keyBatch}` },
  {
    name: 'revoke-license-keys',
    path: '/license-keys/$batchId/revoke',
    as: 'petra',
    at: ({ cloud }) => `/license-keys/${cloud.keyBatch}/revoke?which=all`,
  },
  of('project-license-keys', 'license-keys', 'svenja', () => 'license-keys'),
  of('project-license-keys-shown', 'license-keys', 'petra', () => 'license-keys', showKeys),
  of('add-license-keys', 'license-keys/add', 'svenja', () => 'license-keys/add', pasteKeys),
  of('add-license-keys-review', 'license-keys/add', 'petra', () => 'license-keys/add', reviewKeys),
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
  of('project-devices-licensed', 'devices', 'petra', () => 'devices?state=licensed'),
  of('project-devices-chosen', 'devices', 'svenja', () => 'devices?state=unlicensed', chooseAll),
  of('project-devices-expired', 'devices', 'petra', () => 'devices?state=expired'),
  of('project-users', 'users', 'petra', () => 'users?state=unlicensed'),
  of('assign', 'assign', 'svenja', ({ bare }) => `assign?devices=${lots(bare)}`),
  of('assign-mixed', 'assign', 'petra', ({ bare, licensed }) => `assign?devices=${lots([...bare.slice(0, 2), licensed[0]!])}`),
  of('assign-nobody', 'assign', 'petra', () => 'assign'),
  of('assign-many', 'assign', 'petra', () => 'assign?chosen=devices', chooseMany),
  of('assign-matching', 'assign', 'petra', () => 'assign?chosen=matching&step=review', reviewMatching),
  of('assign-review', 'assign', 'svenja', ({ bare }) => `assign?devices=${lots(bare.slice(0, 3))}&step=review`),
  of('extend-review', 'assign', 'petra', ({ licensed, long }) => `assign?devices=${lots([long, licensed[0]!])}&step=review`),
  of('unassign', 'unassign', 'petra', ({ licensed }) => `unassign?devices=${lots(licensed)}`),
  of(
    'unassign-review',
    'unassign',
    'svenja',
    ({ licensed, long }) => `unassign?devices=${lots([long, ...licensed.slice(0, 1)])}&step=review`,
  ),
  of('expiry', 'expiry', 'petra', () => 'expiry'),
  of('expiry-month', 'expiry', 'svenja', () => `expiry?month=${soonMonth()}`),
  of('project-log', 'log', 'petra', () => 'log'),
  { name: 'device-licensed', path: '/devices/$deviceId', as: 'svenja', at: ({ cloud }) => `/devices/${cloud.long}?tab=licences` },
  { name: 'device-unlicensed', path: '/devices/$deviceId', as: 'petra', at: ({ cloud }) => `/devices/${cloud.bare[0]}?tab=licences` },
  { name: 'devices-attributes', path: '/devices', as: 'petra' },
  { name: 'devices-customer', path: '/devices', as: 'svenja' },
  { name: 'import-devices', path: '/devices/import', as: 'petra' },
  {
    name: 'import-devices-customer',
    path: '/devices/import',
    as: 'svenja',
    at: ({ cloud }) => `/devices/import?projectId=${cloud.projectId}`,
  },
  { name: 'batches', path: '/batches', as: 'petra' },
  { name: 'batch', path: '/batches/$batchId', as: 'petra', at: ({ cloud }) => `/batches/${cloud.batch}` },
  of('users-all', 'users/all', 'petra', () => 'users/all'),
  of('user-edit', 'users/all', 'petra', () => 'users/all', openForm),
  of('new-user', 'users/new', 'petra', () => 'users/new'),
  of('new-users', 'users/new-many', 'petra', () => 'users/new-many', pasteUsers),
  of('project-transfers', 'transfers', 'petra', () => 'transfers'),
  of('transfer', 'transfer', 'svenja', () => 'transfer'),
  of('transfer-other', 'transfer', 'petra', ({ cumulative }) => `transfer?lot=${cumulative}`, chooseOther),
  { name: 'project-cloud', path: '/projects/$projectId', as: 'svenja', at: ({ cloud }) => `/projects/${cloud.projectId}` },
  { name: 'transfers', path: '/transfers', as: 'svenja' },
  {
    name: 'transfer-accept',
    path: '/transfers/$transferId/$answer',
    as: 'svenja',
    at: ({ cloud }) => `/transfers/${cloud.incoming}/accept`,
  },
  {
    name: 'transfer-withdraw',
    path: '/transfers/$transferId/$answer',
    as: 'petra',
    at: ({ cloud }) => `/transfers/${cloud.outgoing}/withdraw`,
  },
  { name: 'inventory', path: '/inventory', as: 'petra' },
  { name: 'inventory-empty', path: '/inventory', as: 'anna' },
  { name: 'customer-inventory', path: '/inventory/customers', as: 'petra' },
  { name: 'give', path: '/give', as: 'petra', at: ({ cloud }) => `/give?project=${cloud.projectId}` },
  of('split', 'split', 'petra', ({ cumulative }) => `split?lot=${cumulative}`),
];

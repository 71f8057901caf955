import { importFile } from '@muniment/testkit';
import type { Page } from 'playwright-core';
import { cloudPictures } from './cloud-table.ts';
import { edgePictures } from './edge-table.ts';
import type { Scene, Visitor } from './scene.ts';
import { surveyPictures } from './survey-table.ts';

/** One picture: a page of the console, in a state, as somebody sees it. */
export interface Picture {
  /** File name; the page's own where it is the only picture of it. */
  readonly name: string;
  /** The page, as the console's router writes it. */
  readonly path: string;
  readonly as: Visitor | 'nobody';
  /** Its address with the demo's ids; the path itself where it needs none. */
  readonly at?: (scene: Scene, language: string) => string;
  /** The server refuses something on this page, as it should. */
  readonly refused?: true;
  /** What is pressed before the picture is taken: by place, so that it works in every language. */
  readonly act?: (page: Page, scene: Scene) => Promise<void>;
}

const lastButton = (page: Page) => page.getByRole('main').getByRole('button').last();

/** Every page of the console, and the states of it that look different. */
export const pictures: readonly Picture[] = [
  { name: 'sign-in', path: '/sign-in', as: 'nobody' },
  { name: 'sign-in-vendor', path: '/sign-in', as: 'nobody', at: () => '/sign-in?vendor=meridian' },
  { name: 'forgot-password', path: '/forgot-password', as: 'nobody' },
  { name: 'password-reset', path: '/password-reset', as: 'nobody', at: ({ resetLink }) => resetLink },
  { name: 'invitation', path: '/invitation', as: 'nobody', at: ({ invitationLinks }, language) => invitationLinks[language]! },
  { name: 'invitation-not-valid', path: '/invitation', as: 'nobody', at: () => '/invitation#token=nonsense', refused: true },

  { name: 'home', path: '/', as: 'anna' },
  { name: 'home-administrator', path: '/', as: 'jonas' },
  { name: 'home-customer', path: '/', as: 'bram' },
  { name: 'palette', path: '/', as: 'anna', act: (page) => page.keyboard.press('Control+k') },
  { name: 'shortcuts', path: '/', as: 'anna', act: callShortcuts },
  { name: 'account', path: '/account', as: 'anna' },
  { name: 'bin', path: '/bin', as: 'anna' },
  { name: 'bin-empty', path: '/bin', as: 'anna', at: () => '/bin?class=maintenance' },
  { name: 'bin-no-match', path: '/bin', as: 'anna', at: () => '/bin?q=nothing-like-it' },
  { name: 'orders', path: '/orders', as: 'jonas' },
  { name: 'ship-order', path: '/orders/new', as: 'jonas' },
  { name: 'ship-order-not-allowed', path: '/orders/new', as: 'anna' },
  { name: 'order', path: '/orders/$order', as: 'anna', at: ({ order }) => `/orders/${order}` },
  { name: 'order-history', path: '/orders/$order', as: 'anna', at: ({ order }) => `/orders/${order}?tab=history` },
  { name: 'order-shipper', path: '/orders/$order', as: 'jonas', at: ({ order }) => `/orders/${order}` },
  { name: 'cancel-line', path: '/orders/$order/lines/$line/cancel', as: 'jonas', at: ({ order }) => `/orders/${order}/lines/1/cancel` },
  { name: 'attach-before-key', path: '/attach', as: 'anna', at: ({ keyless }) => `/attach?device=${keyless}` },
  // The device chosen on the page before stays chosen.
  { name: 'order-for-device', path: '/orders/$order', as: 'anna', at: ({ order }) => `/orders/${order}` },
  { name: 'attach', path: '/attach', as: 'anna', at: ({ waiting }) => `/attach?device=${waiting}` },
  { name: 'detach', path: '/devices/$deviceId/detach', as: 'anna', at: ({ waiting }) => `/devices/${waiting}/detach` },
  { name: 'detach-review', path: '/devices/$deviceId/detach', as: 'anna', at: ({ waiting }) => `/devices/${waiting}/detach?step=review` },
  { name: 'activate', path: '/devices/$deviceId/activate', as: 'anna', at: ({ waiting }) => `/devices/${waiting}/activate` },
  {
    name: 'activate-review',
    path: '/devices/$deviceId/activate',
    as: 'anna',
    at: ({ waiting }) => `/devices/${waiting}/activate?step=review`,
  },
  { name: 'customers', path: '/customers', as: 'anna' },
  { name: 'new-customer', path: '/customers/new', as: 'anna' },
  { name: 'new-customer-missing', path: '/customers/new', as: 'anna', act: (page) => lastButton(page).click() },
  { name: 'customer', path: '/customers/$customerId', as: 'anna', at: ({ customer }) => `/customers/${customer}` },
  { name: 'customer-history', path: '/customers/$customerId', as: 'anna', at: ({ customer }) => `/customers/${customer}?tab=history` },
  { name: 'edit-customer', path: '/customers/$customerId/edit', as: 'anna', at: ({ customer }) => `/customers/${customer}/edit` },
  { name: 'projects', path: '/projects', as: 'anna' },
  { name: 'new-project', path: '/projects/new', as: 'anna' },
  { name: 'project', path: '/projects/$projectId', as: 'anna', at: ({ project }) => `/projects/${project}` },
  { name: 'project-settings', path: '/projects/$projectId/settings', as: 'anna', at: ({ project }) => `/projects/${project}/settings` },
  ...cloudPictures,
  ...edgePictures,
  ...surveyPictures,
  { name: 'devices', path: '/devices', as: 'anna' },
  { name: 'new-device', path: '/devices/new', as: 'anna', at: ({ customer }) => `/devices/new?customerId=${customer}` },
  {
    name: 'new-device-scan',
    path: '/devices/new',
    as: 'anna',
    at: ({ customer }) => `/devices/new?customerId=${customer}`,
    act: pressScan,
  },
  {
    name: 'new-device-models',
    path: '/devices/new',
    as: 'anna',
    at: ({ customer }) => `/devices/new?customerId=${customer}`,
    act: (page) => chooseProduct(page, 'SV9500', 0),
  },
  {
    name: 'new-device-second-key',
    path: '/devices/new',
    as: 'anna',
    at: ({ customer }) => `/devices/new?customerId=${customer}`,
    act: (page) => chooseProduct(page, 'SV9500', 1),
  },
  {
    name: 'new-device-key-or-name',
    path: '/devices/new',
    as: 'anna',
    at: ({ customer }) => `/devices/new?customerId=${customer}`,
    act: enterName,
  },
  {
    name: 'new-devices',
    path: '/devices/new-many',
    as: 'anna',
    at: ({ customer }) => `/devices/new-many?customerId=${customer}`,
    act: pasteLines,
  },
  { name: 'device-provisional', path: '/devices/$deviceId', as: 'anna', at: ({ provisional }) => `/devices/${provisional}` },
  { name: 'device-keyless', path: '/devices/$deviceId', as: 'anna', at: ({ keyless }) => `/devices/${keyless}` },
  { name: 'device-made', path: '/devices/$deviceId', as: 'anna', at: ({ made }) => `/devices/${made}` },
  { name: 'device-family', path: '/devices/$deviceId', as: 'anna', at: ({ family }) => `/devices/${family}` },
  { name: 'device-child', path: '/devices/$deviceId', as: 'anna', at: ({ child }) => `/devices/${child}` },
  { name: 'device-family-licences', path: '/devices/$deviceId', as: 'anna', at: ({ family }) => `/devices/${family}?tab=licences` },
  { name: 'new-child', path: '/devices/$deviceId/children/new', as: 'anna', at: ({ family }) => `/devices/${family}/children/new` },
  { name: 'make-key', path: '/devices/$deviceId/make-key', as: 'anna', at: ({ provisional }) => `/devices/${provisional}/make-key` },
  { name: 'make-key-too-early', path: '/devices/$deviceId/make-key', as: 'anna', at: ({ keyless }) => `/devices/${keyless}/make-key` },
  {
    name: 'make-key-review',
    path: '/devices/$deviceId/make-key',
    as: 'anna',
    at: ({ provisional }) => `/devices/${provisional}/make-key`,
    act: reviewKey,
  },
  { name: 'device-files-code', path: '/devices/$deviceId', as: 'anna', at: ({ child }) => `/devices/${child}?tab=files` },
  { name: 'device-file-supplied', path: '/devices/$deviceId', as: 'jonas', at: ({ supplied }) => `/devices/${supplied}?tab=files` },
  { name: 'device-file-upload', path: '/devices/$deviceId', as: 'jonas', at: ({ uploading }) => `/devices/${uploading}?tab=files` },
  { name: 'device-demos', path: '/devices/$deviceId', as: 'anna', at: ({ demos }) => `/devices/${demos}?tab=licences` },
  { name: 'device-import', path: '/devices/$deviceId', as: 'anna', at: ({ importing }) => `/devices/${importing}?tab=licences` },
  { name: 'start-demo', path: '/devices/$deviceId/demo', as: 'anna', at: ({ demos }) => `/devices/${demos}/demo` },
  { name: 'import', path: '/devices/$deviceId/import', as: 'anna', at: ({ importing }) => `/devices/${importing}/import` },
  {
    name: 'import-review',
    path: '/devices/$deviceId/import',
    as: 'anna',
    at: ({ importing }) => `/devices/${importing}/import`,
    act: reviewImport,
  },
  { name: 'edit-device-made', path: '/devices/$deviceId/edit', as: 'anna', at: ({ made }) => `/devices/${made}/edit` },
  { name: 'device', path: '/devices/$deviceId', as: 'anna', at: ({ device }) => `/devices/${device}` },
  { name: 'device-why', path: '/devices/$deviceId', as: 'anna', at: ({ device }) => `/devices/${device}`, act: pressWhy },
  { name: 'device-licences', path: '/devices/$deviceId', as: 'anna', at: ({ device }) => `/devices/${device}?tab=licences` },
  { name: 'device-waiting', path: '/devices/$deviceId', as: 'anna', at: ({ waiting }) => `/devices/${waiting}?tab=licences` },
  { name: 'device-read-only', path: '/devices/$deviceId', as: 'lukas', at: ({ elsewhere }) => `/devices/${elsewhere}?tab=licences` },
  { name: 'device-files', path: '/devices/$deviceId', as: 'anna', at: ({ device }) => `/devices/${device}?tab=files` },
  { name: 'device-history', path: '/devices/$deviceId', as: 'anna', at: ({ device }) => `/devices/${device}?tab=history` },
  { name: 'device-developer', path: '/devices/$deviceId', as: 'anna', at: ({ device }) => `/devices/${device}?tab=developer` },
  {
    name: 'device-unknown',
    path: '/devices/$deviceId',
    as: 'anna',
    at: () => '/devices/dev_00000000-0000-7000-8000-000000000000',
    refused: true,
  },
  { name: 'edit-device', path: '/devices/$deviceId/edit', as: 'anna', at: ({ device }) => `/devices/${device}/edit` },
  { name: 'history', path: '/history', as: 'anna' },
  { name: 'operation', path: '/history/$operationId', as: 'anna', at: ({ operation }) => `/history/${operation}` },
  { name: 'undo', path: '/history/$operationId/undo', as: 'anna', at: ({ operation }) => `/history/${operation}/undo` },

  { name: 'catalog', path: '/catalog', as: 'jonas' },
  { name: 'catalog-parts', path: '/catalog', as: 'jonas', at: () => '/catalog?tab=parts' },
  { name: 'load-catalog', path: '/catalog/load', as: 'jonas' },
  { name: 'product', path: '/catalog/products/$productId', as: 'jonas', at: () => '/catalog/products/SV8100' },
  { name: 'part', path: '/catalog/parts/$number', as: 'jonas', at: () => '/catalog/parts/EX81-SEAT-20' },
  { name: 'organizations', path: '/organizations', as: 'jonas' },
  { name: 'new-organization', path: '/organizations/new', as: 'jonas' },
  { name: 'organization', path: '/organizations/$organizationId', as: 'jonas', at: ({ dealer }) => `/organizations/${dealer}` },
  {
    name: 'edit-organization',
    path: '/organizations/$organizationId/edit',
    as: 'jonas',
    at: ({ dealer }) => `/organizations/${dealer}/edit`,
  },
  { name: 'allowances', path: '/organizations/allowances', as: 'jonas' },
  { name: 'grant-allowance', path: '/organizations/allowances/new', as: 'jonas' },
  { name: 'serves', path: '/organizations/serves', as: 'jonas' },
  { name: 'start-serves', path: '/organizations/serves/new', as: 'jonas' },
  { name: 'people', path: '/people', as: 'jonas' },
  { name: 'people-dealer', path: '/people', as: 'anna' },
  { name: 'invitations', path: '/people/invitations', as: 'jonas' },
  { name: 'invite', path: '/people/invite', as: 'jonas' },
  { name: 'api-keys', path: '/api-keys', as: 'jonas' },
  { name: 'new-api-key', path: '/api-keys/new', as: 'jonas' },
  { name: 'signing-keys', path: '/signing-keys', as: 'jonas' },
  { name: 'rotate-signing-key', path: '/signing-keys/rotate', as: 'jonas' },
  { name: 'mails', path: '/mail', as: 'jonas' },
  { name: 'mail', path: '/mail/$mailId', as: 'jonas', at: ({ mail }) => `/mail/${mail}` },
  { name: 'test-mail', path: '/mail', as: 'jonas', act: openDialog },
  { name: 'external-files', path: '/external-files', as: 'jonas' },
  { name: 'external-files-partner', path: '/external-files', as: 'anna' },
  { name: 'supply-file', path: '/external-files', as: 'jonas', at: () => '/external-files?state=waiting', act: openDialogInRow },
  { name: 'deposit-file', path: '/external-files/deposit', as: 'jonas' },
  { name: 'tasks', path: '/tasks', as: 'jonas' },
  { name: 'audit-log', path: '/audit', as: 'jonas' },
  { name: 'audit-event', path: '/audit/$at/$hash', as: 'jonas', at: ({ event }) => `/audit/${encodeURIComponent(event.at)}/${event.hash}` },
  { name: 'developer', path: '/developer', as: 'jonas' },
  { name: 'not-found', path: '$', as: 'anna', at: () => '/no/such/page' },
];

async function pressWhy(page: Page): Promise<void> {
  await page.getByRole('table').getByRole('button').first().click();
  await page.getByRole('dialog').waitFor();
}

async function pressScan(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button').first().click();
  // There is no camera here: said at once, with what to do instead.
  await page.getByRole('dialog').getByRole('note').waitFor();
}

/** Chooses a product, and one of its models by its place. */
async function chooseProduct(page: Page, product: string, model: number): Promise<void> {
  await page.getByRole('main').getByRole('combobox').first().fill(product);
  await page.getByRole('option', { name: product, exact: true }).click();
  await page.getByRole('radio').nth(model).check();
  await page.getByRole('main').locator('h1').click();
}

/** Where a key may be made from a name: the name, instead of the key. */
async function enterName(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('combobox').first().fill('iS3000');
  await page.getByRole('option').first().click();
  const fields = page.getByRole('main').getByRole('textbox');
  await fields.nth(1).fill('TK02.havenbedrijf.example');
  await page.locator('[aria-live=polite] svg').waitFor();
}

/** Lines that fit, one that does not, and one that is there already. */
async function pasteLines(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('combobox').first().fill('SV8100');
  await page.getByRole('option').first().click();
  const lines = ['Reception;190400551001;Rack 1', '190400551002', 'Kitchen\t1904-0055-1003', 'Garage;38100046', 'Head office;190417220951'];
  await page.getByRole('main').getByRole('textbox').last().fill(lines.join('\n'));
  await page.getByRole('table').locator('[data-color=red]').nth(1).waitFor();
}

/** A button of the page's head that opens a dialog. */
async function openDialog(page: Page): Promise<void> {
  await page.locator('main header').getByRole('button').first().click();
  await page.getByRole('dialog').waitFor();
}

async function openDialogInRow(page: Page): Promise<void> {
  await page.getByRole('table').getByRole('button').last().click();
  await page.getByRole('dialog').waitFor();
}

/** The licence file of the page about them. */
async function reviewImport(page: Page): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('textbox')
    .fill(importFile({ features: ['DAP=12', 'MSG=12'] }));
  await lastButton(page).click();
  await page.getByRole('table').first().waitFor();
}

async function reviewKey(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('textbox').fill('10.44.0.18');
  await lastButton(page).click();
  await page.getByRole('checkbox').waitFor();
}

async function callShortcuts(page: Page): Promise<void> {
  await page.keyboard.press('Shift+?');
  await page.getByRole('dialog').waitFor();
}

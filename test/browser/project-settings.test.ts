import { poolPack, testPassword, value } from '@muniment/testkit';
import { expect, it } from 'vitest';
import { press } from './support/steps.ts';
import { heading, see, signIn } from './support/visit.ts';
import { useChannel } from './support/world.ts';

// What a project wants when licences end is set on its page.

const world = useChannel('quarr', async () => poolPack());

it('changes what was touched and nothing else, and the history says it in the words of the settings', async () => {
  const { channel } = world;
  const dealer = await channel.partner('dealer', 'Quay Partner');
  const customer = await value(dealer.client.createCustomer({ name: 'Harbour' }));
  const projectId = customer.projects[0]!.id;
  const { page } = await world.visit();
  await signIn(page, dealer.email, testPassword);
  await page.goto(`/projects/${projectId}/settings`);
  await page.getByRole('radio', { name: /^Extend it from the pool/ }).check();
  await press(page, 'Save');
  await see(heading(page, 'Harbour'));
  const [act] = (await value(dealer.client.listOperations({ projectId, kind: 'update-project' }))).items;
  expect(act!.details).toEqual({ projectId, changed: ['atExpiry'], atExpiry: 'extend' });
  await page.goto(`/history/${act!.id}`);
  await see(page.getByText('Changed: when a licence ends'));
});

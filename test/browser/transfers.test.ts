import { poolPack, ship, testPassword, value } from '@muniment/testkit';
import { describe, expect, it } from 'vitest';
import { press, row } from './support/steps.ts';
import { heading, see, signIn } from './support/visit.ts';
import { useChannel } from './support/world.ts';

// Licences on their way: a partner gives them to a project, the customer offers some to another one, who accepts.

const world = useChannel('quarr', async () => poolPack());

describe('Licences pass from the bin to a project and on to another customer', () => {
  it('by choosing, reviewing and confirming, each customer beginning in its own project', async () => {
    const { channel } = world;
    const dealer = await channel.partner('dealer', 'Quay Partner');
    const site = async (name: string) => {
      const customer = await value(dealer.client.createCustomer({ name }));
      const email = `${name.toLowerCase()}@quarr.example`;
      const { client } = await channel.session(customer.id, 'customer', email);
      return { email, client, project: await value(client.getProject({ projectId: customer.projects[0]!.id })) };
    };
    const [giver, receiver] = [await site('Harbour'), await site('Lighthouse')];
    await ship(channel, dealer, 'SO-77', { 'PLAN-365': 5 });

    const partner = (await world.visit()).page;
    await signIn(partner, dealer.email, testPassword);
    await partner.goto('/inventory');
    await row(partner.getByRole('table', { name: 'Licence pools' }), 'PLAN-365')
      .getByRole('link')
      .click();
    await see(heading(partner, 'Transfer to a project'));
    await partner.getByRole('combobox', { name: 'Project' }).fill('Harb');
    await partner.getByRole('option', { name: 'Harbour' }).first().click();
    await press(partner, 'Review');
    await press(partner, 'Transfer');
    await see(heading(partner, 'The licences are in the project.'));

    const offering = (await world.visit()).page;
    await signIn(offering, giver.email, testPassword);
    await offering.waitForURL(`**/projects/${giver.project.id}`);
    await see(heading(offering, 'Harbour'));
    await offering.getByRole('link', { name: 'Transfers' }).click();
    await offering.getByRole('link', { name: 'Transfer licences' }).first().click();
    await offering.getByRole('textbox', { name: 'Quantity of PLAN-365' }).fill('2');
    await offering.getByRole('textbox', { name: 'Project ID' }).fill(receiver.project.id);
    await press(offering, 'Review');
    await see(offering.getByText('This is an offer'));
    await see(offering.getByText(`To ${receiver.project.id}.`));
    await see(offering.getByText('Offered by Harbour'));
    const looking = (await world.visit()).page;
    const mole = await value(dealer.client.createCustomer({ name: 'Mole' }));
    await signIn(looking, dealer.email, testPassword);
    await looking.goto(`/projects/${giver.project.id}/transfer`);
    await looking.getByRole('textbox', { name: 'Quantity of PLAN-365' }).fill('2');
    await looking.getByRole('textbox', { name: 'Project ID' }).fill(mole.projects[0]!.id);
    await press(looking, 'Review');
    await see(looking.getByText('This is an offer'));
    await see(looking.getByText('To Mole, Mole.'));
    await press(offering, 'Offer');
    await see(heading(offering, 'The licences are offered.'));

    const accepting = (await world.visit()).page;
    await signIn(accepting, receiver.email, testPassword);
    await accepting.goto('/');
    await accepting.getByRole('link', { name: /Licences are offered/ }).click();
    // Exactly: the link that led here says that one may accept.
    await accepting.getByRole('link', { name: 'Accept', exact: true }).click();
    await see(accepting.getByText('Harbour').first());
    await press(accepting, 'Accept');
    await see(heading(accepting, 'The licences are in the pool.'));
    expect((await value(receiver.client.getProject({ projectId: receiver.project.id }))).counts.poolUnits).toBe(2);
    expect((await value(giver.client.getProject({ projectId: giver.project.id }))).counts.poolUnits).toBe(3);
  });
});

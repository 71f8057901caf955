import { readFile } from 'node:fs/promises';
import { moveClock } from '@muniment/platform/clock';
import {
  customerIdOf,
  makeController,
  type Party,
  setUpChannel,
  startTestServer,
  type TestChannel,
  type TestController,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The mail about a controller that waits for somebody (E1, E8): what enrol-device writes, and to whom.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let text: string;
let days = 0;
let number = 0;
const seconds = () => Math.floor(Date.now() / 1000) + days * 86_400;

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  text = await readFile('catalogs/edge-controller/pack.yaml', 'utf8');
  channel = await setUpChannel(server, 'edge', text);
  dealer = await lasting(await channel.partner('dealer', 'Lakeside Automation'));
});
afterAll(() => server?.stop());

/** Sessions end overnight, keys do not. */
async function lasting(party: Party): Promise<Party> {
  const { secret } = await value(party.client.createApiKey({ name: 'Tests', scopes: ['all'] }));
  return { ...party, client: server.client(secret), credential: secret };
}

async function nextDay(): Promise<void> {
  await moveClock(server.database.pool, { advance: 'PT24H' });
  days += 1;
}

/** A customer, and controllers of a product that always waits for somebody. */
async function customer(name: string) {
  const { id, projects } = await value(dealer.client.createCustomer({ name }));
  const customerId = await customerIdOf(dealer.client, projects[0]!.id);
  const controller = (itsName: string): TestController => {
    const hardwareKey = `17QC-${String(++number).padStart(4, '0')}-00AB`;
    return makeController(server, { hardwareKey, product: 'ESC-100', customerId, vendor: 'edge', seconds, name: itsName });
  };
  return { id, controller };
}

const mailsTo = async (q: string) =>
  (await value(channel.vendor.client.listMails({ q }))).items.filter(({ kind }) => kind === 'controller-waits');

describe('controllers that wait', () => {
  it('are told of once on each day on which a new one comes, to those who may approve, whatever waits since before', async () => {
    const { id, controller } = await customer('Uninformed');
    await channel.person(id, 'customer', 'warden@uninformed.example');
    await channel.person(id, 'read-only', 'auditor@uninformed.example');
    const [gone, patient, fresh] = [controller('Gone'), controller('Patient'), controller('Fresh')];
    const told = async (...asking: TestController[]) => {
      for (const one of asking) await value(one.enrol());
      return (await mailsTo('warden@uninformed.example')).length;
    };
    expect(await told(gone, patient)).toBe(1);
    await nextDay();
    expect(await told(patient)).toBe(1);
    expect(await told(fresh)).toBe(2);
    expect(await told(controller('Another'), fresh, patient)).toBe(2);
    await nextDay();
    expect(await told(controller('Third day'))).toBe(3);
    expect(await mailsTo(dealer.email)).toHaveLength(3);
    expect(await mailsTo('auditor@uninformed.example')).toEqual([]);
  });

  it('are told of without a stranger’s words in the subject, or in the catalog’s own words', async () => {
    const name = `Your account is closed,\nlog in now: https://elsewhere.example/${'x'.repeat(60)}`;
    const mailAbout = async () => {
      const { controller } = await customer('Polite');
      const device = controller(name);
      const { hardwareKey } = await value(device.enrol());
      const [mail] = await mailsTo(dealer.email);
      const { text: written } = await value(channel.vendor.client.getMail({ mailId: mail!.id }));
      return { hardwareKey, thumbprint: device.thumbprint, subject: mail!.subject, written };
    };
    const ours = await mailAbout();
    expect(ours.subject).toBe(`A controller waits for approval: ${ours.hardwareKey}`);
    expect(ours.written).toContain('Controller: Your account is closed, log in now: htt…\n');
    const mails = `mails:
  - kind: controller-waits
    subject: { en: "{customer}: {hardwareKey} knocks", de: "{customer}: {hardwareKey} klopft" }
    text: { en: "{thumbprint}\\n\\n{lines}\\n\\n{link}", de: "{lines}" }
`;
    await value(channel.vendor.client.loadCatalog({ pack: `${text.replace(/^version: .*$/m, 'version: "worded"')}\n${mails}` }));
    const own = await mailAbout();
    expect(own.subject).toBe(`Polite: ${own.hardwareKey} knocks`);
    expect(own.written).toMatch(new RegExp(`^${own.thumbprint}\n\n {2}Controller: Your`));
  });
});

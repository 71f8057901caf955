import type { Client } from '@muniment/client';
import { loadDemo } from '@muniment/server/operator';
import { type TestServer, value } from '@muniment/testkit';
import { type CloudScene, setCloudScene } from './cloud.ts';
import { type EdgeScene, setEdgeScene } from './edge.ts';
import { type SurveyScene, setSurveyScene } from './survey.ts';

/** People of the demo who look around. */
const emails = {
  jonas: 'jonas@meridian.example',
  anna: 'anna@bakker-telecom.example',
  lukas: 'lukas@rheinwerk.example',
  bram: 'bram@windmolen.example',
} as const;
/** Beside them, of the vendor of cloud licences: Petra of a partner, Svenja of its customer; of that of controllers Owen and Ruth; of that of seats Ines, Selma and Viktor. */
export type Visitor = keyof typeof emails | 'petra' | 'svenja' | 'owen' | 'ruth' | 'vera' | 'ines' | 'selma' | 'viktor';

/** The demo, and the ids that addresses need. */
export interface Scene {
  /** Token of each visitor's session. */
  readonly sessions: Readonly<Record<Visitor, string>>;
  readonly order: string;
  /** A device with active licences … */
  readonly device: string;
  /** … one with reserved ones … */
  readonly waiting: string;
  /** … and one of another dealer's customer. */
  readonly elsewhere: string;
  /** A device with a temporary key, ready to get its real one … */
  readonly provisional: string;
  /** … one that waits for the part that enables the key … */
  readonly keyless: string;
  /** … one whose key was made … */
  readonly made: string;
  /** … one with devices below … */
  readonly family: string;
  /** … and one of those. */
  readonly child: string;
  /** A device whose licence file is made elsewhere, and is there … */
  readonly supplied: string;
  /** … and one that waits for an upload. */
  readonly uploading: string;
  /** A device that may have demos, and one that takes licences of before. */
  readonly demos: string;
  readonly importing: string;
  readonly customer: string;
  readonly project: string;
  readonly cloud: CloudScene;
  readonly edge: EdgeScene;
  readonly survey: SurveyScene;
  /** An act that can be undone. */
  readonly operation: string;
  readonly dealer: string;
  readonly mail: string;
  readonly event: { readonly hash: string; readonly at: string };
  /** By the language of the invited person. */
  readonly invitationLinks: Readonly<Record<string, string>>;
  readonly resetLink: string;
}

/** Address of the link in a mail, as a path of this server. */
async function linkIn(client: Client, to: string, page: string): Promise<{ readonly id: string; readonly link: string }> {
  const { items } = await value(client.listMails({ q: to }));
  const id = items[0]!.id;
  const { text } = await value(client.getMail({ mailId: id }));
  const url = new URL(text.match(new RegExp(`https?://\\S+${page}\\S*`))![0]);
  return { id, link: url.pathname + url.search + url.hash };
}

/** Loads the demo and finds one of everything. */
export async function setScene(server: TestServer): Promise<Scene> {
  const { password } = (await loadDemo(server.operator, 'catalogs/pbx-channel'))!;
  const enter = async (email: string) => (await value(server.client().signIn({ email, password }))).token!;
  const sessions = Object.fromEntries(await Promise.all(Object.entries(emails).map(async ([name, email]) => [name, await enter(email)])));
  const [jonas, anna, lukas] = (['jonas', 'anna', 'lukas'] as const).map((name) => server.client(sessions[name]));
  const devices = await value(anna!.listDevices({ limit: 100 }));
  const named = (name: string) => devices.items.find((one) => one.name === name)!;
  const waiting = named('Greenhouse office');
  const { items: orders } = await value(anna!.listBin({ q: '1234501' }));
  const { items: acts } = await value(anna!.listOperations({ deviceId: waiting.id }));
  const { items: organizations } = await value(jonas!.listOrganizations({ q: 'Bakker' }));
  const lyceum = named('New building');
  const keyless = await value(
    anna!.createDevice({ customerId: lyceum.customer.id, name: 'Boarding house', product: 'SV9500', variant: 'standard' }),
  );
  const { items: external } = await value(jonas!.listExternalFiles({ limit: 100 }));
  const inState = (state: string) => external.find((one) => one.state === state)!.device!.id;
  const importing = await value(
    anna!.createDevice({ customerId: lyceum.customer.id, name: 'Old cordless telephones', product: 'DECT', hardwareKey: '1FFFFFF9' }),
  );
  const { items: theirs } = await value(lukas!.listDevices({ q: 'Haupthaus' }));
  await value(server.client().requestPasswordReset({ email: emails.bram }));
  await value(anna!.createApiKey({ name: 'Monitoring of the shop', scopes: ['read', 'validate'] }));
  await value(jonas!.createApiKey({ name: 'Order interface', scopes: ['all'] }));
  const invite = async (language: 'en' | 'de') => {
    const email = `${language}@bakker-telecom.example`;
    await value(jonas!.invitePerson({ email, role: 'dealer', organizationId: organizations[0]!.id, language }));
    return linkIn(jonas!, email, '/invitation');
  };
  const [en, de] = [await invite('en'), await invite('de')];
  const cloud = await setCloudScene(server);
  const edge = await setEdgeScene(server);
  const survey = await setSurveyScene(server);
  const { items: events } = await value(jonas!.listAuditEvents({}));
  return {
    sessions: {
      ...(sessions as Pick<Scene['sessions'], keyof typeof emails>),
      petra: cloud.petra,
      svenja: cloud.svenja,
      owen: edge.owen,
      ruth: edge.ruth,
      vera: edge.vera,
      ines: survey.ines,
      selma: survey.selma,
      viktor: survey.viktor,
    },
    edge,
    survey,
    cloud,
    order: orders[0]!.id,
    device: named('Amsterdam Kade').id,
    waiting: waiting.id,
    elsewhere: theirs[0]!.id,
    provisional: lyceum.id,
    keyless: keyless.id,
    made: named('Data centre').id,
    family: named('Traffic control').id,
    child: named('Terminal Zuid').id,
    supplied: inState('available'),
    uploading: inState('upload-wanted'),
    demos: named('Head office').id,
    importing: importing.id,
    customer: named('Amsterdam Kade').customer.id,
    project: named('Amsterdam Kade').projectId,
    operation: acts.find((act) => act.canUndo)!.id,
    dealer: organizations[0]!.id,
    mail: de.id,
    event: { hash: events[0]!.hash, at: events[0]!.at },
    invitationLinks: { en: en.link, de: de.link },
    resetLink: (await linkIn(jonas!, emails.bram, '/password-reset')).link,
  };
}

/** Everybody's account in this language: the console follows it. */
export async function speak({ sessions }: Scene, server: TestServer, language: string): Promise<void> {
  for (const token of Object.values(sessions)) await value(server.client(token).updateMe({ language }, { ifMatch: '*' }));
}

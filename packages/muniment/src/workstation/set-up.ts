import { UsageError } from '@muniment/cli';
import { addressOf, askingOf, type CommonOptions, type Here, readBytes } from './context.ts';
import { type Found, inFolder, severalMeant } from './whose.ts';

/** What says whose licences are meant, where the folder is not set up yet. */
export interface SetUpOptions extends CommonOptions {
  readonly server?: readonly string[];
  readonly variant?: string;
  readonly setup?: string;
  /** A hardware key in the vendor's form, instead of one that is drawn. */
  readonly id?: string;
}

/** Addresses on the command line, else that of the environment. */
function serversOf(here: Here, { server = [] }: SetUpOptions): readonly string[] {
  const { env } = here.io;
  const named = server.length > 0 ? server : env.MUNIMENT_URL ? [env.MUNIMENT_URL] : [];
  return named.map((text) => addressOf(here, text));
}

const named = ({ vendor, product, variant }: SetUpOptions) => ({
  ...(vendor === undefined ? {} : { vendor }),
  ...(product === undefined ? {} : { product }),
  ...(variant === undefined ? {} : { variant }),
});

async function setupOf(here: Here, options: SetUpOptions) {
  const { agent, say } = here;
  if (options.setup !== undefined) return agent.setupFromFile(readBytes(here, options.setup).toString('utf8'), options.setup);
  const servers = serversOf(here, options);
  if (servers.length === 0) throw new UsageError(say.noServer);
  const { id } = options;
  return agent.setupFromServer(servers, { ...named(options), ...(id === undefined ? {} : { hardwareKey: id }), ...askingOf(here) });
}

/** Whose folder it is, as it was set up. */
interface Own {
  readonly vendor: string;
  readonly product: string;
  readonly variant: string | null;
  readonly hardwareKey: string;
}

/** How an id is told apart from another: people type it in small letters and with blanks. */
const bare = (id: string): string => id.replaceAll(/[^0-9a-z]/gi, '').toUpperCase();

/** Whether the command line names another vendor, product, model or id than the folder has: then it is another's folder. */
function isAnothers(own: Own, { vendor, product, variant, id }: SetUpOptions): boolean {
  const differ = (given: string | undefined, known: string | null) => given !== undefined && given !== known;
  const isOtherId = id !== undefined && bare(id) !== bare(own.hardwareKey);
  return differ(vendor, own.vendor) || differ(product, own.product) || differ(variant, own.variant) || isOtherId;
}

/** Takes new addresses once one of them has answered for this very vendor: others would end the renewals of the licence that is here. */
async function takeServers(here: Here, options: SetUpOptions, own: Own, servers: readonly string[]) {
  const { agent, place } = here;
  const { vendor, product, variant } = own;
  const asked = { vendor, product, ...(variant === null ? {} : { variant }), ...askingOf(here) };
  const answered = await agent.setupFromServer(servers, asked);
  if (!answered.ok) return answered;
  const theirs = await agent.thumbprintsOf(answered.value.request.trust.keys);
  return agent.withWorkstation(place, async (workstation) => {
    const ours = await agent.thumbprintsOf(workstation.state().trust.keys);
    const facts = { expected: vendor, found: servers.join(', '), hardwareKey: own.hardwareKey };
    if (!theirs.some((one) => ours.includes(one))) return { ok: false as const, refusal: { code: 'other-vendor' as const, facts } };
    await workstation.change({ servers });
    return { ok: true as const, value: options };
  });
}

const isSame = (one: readonly string[], other: readonly string[]): boolean => JSON.stringify(one) === JSON.stringify(other);

type Setup = Extract<Awaited<ReturnType<typeof setupOf>>, { ok: true }>['value'];

/** The workstation of a vendor's product among those that are here, else where it is to be. */
function whereOf({ agent }: Here, { known, places }: Found, { request }: Setup): string {
  const { vendor, product } = request;
  const there = agent.chooseWorkstations(known, { vendor, product })[0];
  return there?.folder ?? agent.newFolderFor(places, { vendor, product });
}

/** Those that have their licences from the addresses that are named. */
async function servedBy({ agent, place }: Here, meant: Found['meant'], servers: readonly string[]): Promise<Found['meant']> {
  const served = [];
  for (const one of meant) {
    const opened = await agent.openWorkstation({ ...place, folder: one.folder });
    if (opened.ok && isSame(opened.value.state().servers, servers)) served.push(one);
  }
  return served;
}

/**
 * Which workstation is meant, of a user who may have several: the one that is named, or has its licences from the address that is named; else
 * the one of which the vendor's server or file speaks, which may be a new one.
 */
async function locate(here: Here, options: SetUpOptions) {
  const { found } = here;
  if (found === null) return { ok: true as const, value: { here, setup: null } };
  const at = (folder: string, setup: Setup | null) => ({ ok: true as const, value: { here: inFolder(here, folder), setup } });
  const { meant } = found;
  const isNamed = options.vendor !== undefined && options.product !== undefined;
  const [only] = isNamed || (options.server === undefined && options.setup === undefined) ? meant : [];
  if (only !== undefined && meant.length === 1) return at(only.folder, null);
  if (meant.length > 1 && options.server === undefined && options.setup === undefined) return severalMeant(meant);
  if (options.setup === undefined && options.server !== undefined) {
    const served = await servedBy(here, meant, serversOf(here, options));
    if (served.length === 1) return at(served[0]!.folder, null);
  }
  const setup = await setupOf(here, options);
  return setup.ok ? at(whereOf(here, found, setup.value), setup.value) : setup;
}

/** Sets the folder up where it is not; of one that is, the addresses are kept up to date. Answers where to go on, or why not. */
export async function ensureSetUp(given: Here, options: SetUpOptions) {
  const located = await locate(given, options);
  if (!located.ok) return located;
  const { here, setup } = located.value;
  const failed = await setUpIn(here, options, setup);
  return failed ?? { ok: true as const, value: here };
}

/** Null where it may go on, else why not. */
async function setUpIn(here: Here, options: SetUpOptions, asked: Setup | null) {
  const { agent, folder, place, say } = here;
  const opened = await agent.openWorkstation(place);
  if (opened.ok) {
    const { identity, state } = opened.value;
    const file = options.setup === undefined ? null : await setupOf(here, options);
    if (file !== null && !file.ok) return file;
    const { vendor, product, hardwareKey } = identity;
    const fromFile = file === null ? {} : { vendor: file.value.request.vendor, product: file.value.request.product };
    if (isAnothers(identity, options) || isAnothers(identity, fromFile))
      return { ok: false as const, refusal: { code: 'set-up-already' as const, facts: { folder, vendor, product, hardwareKey } } };
    const servers = options.server === undefined ? [] : serversOf(here, options);
    if (servers.length === 0 || isSame(servers, state().servers)) return null;
    const taken = await takeServers(here, options, identity, servers);
    return taken.ok ? null : taken;
  }
  if (opened.refusal.code !== 'not-set-up') return opened;
  const setup = asked === null ? await setupOf(here, options) : { ok: true as const, value: asked };
  if (!setup.ok) return setup;
  const { request } = setup.value;
  // The server says how it keeps a key that somebody typed; without one it stays as it was typed.
  const key = options.id === undefined || options.setup === undefined ? {} : { hardwareKey: options.id.trim() };
  const made = await agent.setUpWorkstation(folder, { ...request, servers: serversOf(here, options), ...key });
  if (!made.ok) return made;
  const keys = await agent.thumbprintsOf(request.trust.keys);
  here.notes.push(
    { said: say.setUp(made.value), afterRefusal: say.setUpAllTheSame({ ...made.value, folder }) },
    `${say.believed} ${keys.join(', ')}`,
  );
  return null;
}

import { UsageError } from '@muniment/cli';
import { addressOf, askingOf, type CommonOptions, type Here, readBytes } from './context.ts';

/** What says whose licences are meant, where the folder is not set up yet. */
export interface SetUpOptions extends CommonOptions {
  readonly server?: readonly string[];
  readonly vendor?: string;
  readonly product?: string;
  readonly variant?: string;
  readonly setup?: string;
  /** A hardware key in the vendor's form, instead of one that is drawn. */
  readonly id?: string;
}

/** Addresses on the command line, else that of the environment. */
function serversOf({ io }: Here, { server = [] }: SetUpOptions): readonly string[] {
  const named = server.length > 0 ? server : io.env.MUNIMENT_URL ? [io.env.MUNIMENT_URL] : [];
  return named.map(addressOf);
}

async function setupOf(here: Here, options: SetUpOptions) {
  const { agent } = here;
  if (options.setup !== undefined) return agent.setupFromFile(readBytes(options.setup).toString('utf8'), options.setup);
  const servers = serversOf(here, options);
  if (servers.length === 0)
    throw new UsageError('Name the vendor\u2019s server (--server ADDRESS), or bring its set-up in a file (--setup FILE).');
  const { vendor, product, variant } = options;
  const asked = {
    ...(vendor === undefined ? {} : { vendor }),
    ...(product === undefined ? {} : { product }),
    ...(variant === undefined ? {} : { variant }),
  };
  return agent.setupFromServer(servers, { ...asked, ...askingOf(here) });
}

/** Sets the folder up where it is not; of one that is, the addresses are kept up to date. Null where it may go on, else why not. */
export async function ensureSetUp(here: Here, options: SetUpOptions) {
  const { agent, io, folder } = here;
  const opened = await agent.openWorkstation({ folder, env: io.env });
  if (opened.ok) {
    const named = options.server === undefined ? [] : serversOf(here, options);
    const same = JSON.stringify(named) === JSON.stringify(opened.value.state().servers);
    if (named.length === 0 || same) return null;
    const kept = await agent.withWorkstation({ folder, env: io.env }, async (workstation) => {
      await workstation.change({ servers: named });
      return { ok: true as const, value: null };
    });
    return kept.ok ? null : kept;
  }
  if (opened.refusal.code !== 'not-set-up') return opened;
  const setup = await setupOf(here, options);
  if (!setup.ok) return setup;
  const key = options.id === undefined ? {} : { hardwareKey: options.id };
  const made = await agent.setUpWorkstation(folder, { ...setup.value.request, servers: serversOf(here, options), ...key });
  return made.ok ? null : made;
}

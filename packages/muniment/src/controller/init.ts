import { readFileSync } from 'node:fs';
import type { SetUpRequest } from '@muniment/agent/controller';
import { exitCodes, keyValues, UsageError } from '@muniment/cli';
import { type CommonOptions, type Here, tell, tellFailure } from './context.ts';

/** What `muniment controller init` is told. */
export interface InitOptions extends CommonOptions {
  readonly installCode: string;
  readonly product: string;
  readonly variant?: string;
  readonly name?: string;
  readonly server?: string;
  readonly vendor?: string;
  readonly keys?: string;
  readonly customerId?: string;
  readonly protocol?: readonly string[];
  readonly newestFirst?: boolean;
  readonly acceptTest?: boolean;
}

function addressOf(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '');
  throw new UsageError(`\u201c${text}\u201d is not an address like https://licences.example.com.`);
}

/** `lon=endpoints`: a protocol, and the feature that its endpoints use up. */
function protocolOf(text: string): SetUpRequest['protocols'][number] {
  const [, id, feature] = /^([^=\s]+)=([^=\s]+)$/.exec(text) ?? [];
  if (id === undefined || feature === undefined) throw new UsageError(`--protocol is given as ID=FEATURE, not \u201c${text}\u201d.`);
  return { id, feature };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** The vendor's keys and slug: from its server, or from a file where there is no network. */
async function trustOf({ agent }: Here, { keys, server, vendor }: InitOptions) {
  if (keys === undefined) {
    if (server === undefined) throw new UsageError('Name the vendor\u2019s server (--server), or bring its keys in a file (--keys).');
    return await agent.vendorFromServer(addressOf(server), vendor ?? null);
  }
  const trust = agent.trustFromFile(readText(keys), keys);
  if (!trust.ok) return trust;
  if (vendor === undefined) throw new UsageError('A file of keys does not say whose they are: give --vendor, too.');
  return { ok: true as const, value: { ...trust.value, vendor } };
}

/** `muniment controller init`: makes a controller with a key of its own. */
export async function init(here: Here, options: InitOptions): Promise<number> {
  const { agent, folder, io } = here;
  const protocols = (options.protocol ?? []).map(protocolOf);
  const trust = await trustOf(here, options);
  if (!trust.ok) return tellFailure(here, trust);
  const made = await agent.setUpFolder(folder, {
    installCode: options.installCode,
    product: options.product,
    variant: options.variant ?? null,
    name: options.name ?? null,
    protocols,
    order: options.newestFirst ? 'newest-first' : 'oldest-first',
    isTest: options.acceptTest === true,
    trust: trust.value,
    server: options.server === undefined ? null : addressOf(options.server),
    customerId: options.customerId ?? null,
  });
  if (!made.ok) return tellFailure(here, made);
  const { installCode, product, vendor, isTest } = made.value;
  const facts = { installCode, product, vendor, folder };
  const next = options.customerId === undefined ? 'muniment controller customer ID' : 'muniment controller enrol';
  const lines = ['The controller is set up.', '', keyValues(io, facts), '', `Next: ${next}`];
  if (isTest) lines.push('', 'It is for tests: it takes test documents, and no others.');
  tell(here, { ...facts, test: isTest }, lines.join('\n'));
  return exitCodes.ok;
}

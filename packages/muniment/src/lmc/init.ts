import { readFileSync } from 'node:fs';
import type { SetUp, SetUpRequest } from '@muniment/agent/license-manager';
import { exitCodes, keyValues, UsageError } from '@muniment/cli';
import { type Agent, type Lmc, tell, tellFailure } from './context.ts';

/** What `muniment lmc init` is told. */
export interface InitOptions {
  readonly hardwareKey?: string;
  readonly childKey?: string;
  readonly ownKey?: boolean;
  readonly keyPrefix?: string;
  readonly product?: string;
  readonly keys?: string;
  readonly server?: string;
  readonly vendor?: string;
  readonly acceptTest?: boolean;
  readonly json?: boolean;
}

/** What of the options cannot be meant together. */
function checkOptions({ hardwareKey, childKey, ownKey, keyPrefix, keys, server, vendor }: InitOptions): void {
  const wrong = [
    [hardwareKey !== undefined && ownKey, 'Give --hardware-key where there is a PBX, or --own-key where there is none, not both.'],
    [childKey !== undefined && hardwareKey === undefined, '--child-key goes with --hardware-key.'],
    [keyPrefix !== undefined && !ownKey, '--key-prefix goes with --own-key.'],
    [keys !== undefined && server !== undefined, 'Give --server or --keys, not both.'],
    [vendor !== undefined && server === undefined, '--vendor goes with --server.'],
    [server !== undefined && !isAddress(server), `\u201c${server}\u201d is not an address like https://licences.example.com.`],
  ] as const;
  for (const [is, message] of wrong) if (is) throw new UsageError(message);
}

const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text);

function keyOf({ hardwareKey, childKey, ownKey, keyPrefix = 'LM' }: InitOptions): SetUpRequest['key'] {
  if (hardwareKey !== undefined) return { hardwareKey, childKey: childKey ?? null };
  return ownKey ? { prefix: keyPrefix } : null;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** The vendor's keys from where the options say; null where they say nothing. */
async function readTrust({ trustFromFile, trustFromServer }: Agent, { keys, server, vendor }: InitOptions) {
  if (keys !== undefined) return trustFromFile(readText(keys), keys);
  if (server !== undefined) return await trustFromServer(server.replace(/\/+$/, ''), vendor ?? null);
  return null;
}

/** Whether the folder is set up and whole, so that it needs no keys of the vendor; and whether there is nothing in it yet. */
async function lookAt({ agent, folder, io }: Lmc) {
  const status = await agent.readStatus(folder, io.env);
  const lacksKeys = status.ok && status.value.problems.some(({ code, facts }) => code === 'keys-missing' || facts.file === 'license.json');
  return { isNew: !status.ok && status.refusal.code === 'no-hardware-key', isWhole: status.ok && !lacksKeys };
}

/** Plain HTTP to another computer: whoever sits in between can bring keys of their own. */
function isOpenLine(server: string | undefined): boolean {
  if (server === undefined) return false;
  const { protocol, hostname } = new URL(server);
  return protocol === 'http:' && !/^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

const doneTexts = {
  made: 'This computer is set up.',
  kept: 'This computer is set up already. Its key is kept; nothing was changed.',
  'keys-replaced': 'The vendor\u2019s keys are replaced. The hardware key is kept.',
} as const;

function tellDone(lmc: Lmc, { identity, done, setAside }: SetUp, kids: readonly string[], openLine: boolean): void {
  const { hardwareKey, childKey, isOwn, product, isTest } = identity;
  const { folder } = lmc;
  const facts = {
    hardwareKey,
    ...(childKey === null ? {} : { licensedKey: childKey }),
    ...(product === null ? {} : { product }),
    folder,
    ...(kids.length === 0 ? {} : { vendorKeys: kids }),
  };
  const lines = [doneTexts[done], '', keyValues(lmc.io, facts)];
  if (setAside !== null) lines.push('', `The damaged file is kept as ${setAside}. Install the licence file again.`);
  if (openLine) lines.push('', 'The keys came over a line that is not encrypted: compare their ids with those the vendor publishes.');
  if (isTest) lines.push('', 'This folder is for tests: it takes test documents, and no others.');
  if (done === 'made')
    lines.push('', `Give this key to your dealer: ${childKey ?? hardwareKey}`, 'Then install the licence file: muniment lmc install FILE');
  tell(lmc, { done, hardwareKey, childKey, isOwnKey: isOwn, product, test: isTest, folder, vendorKeys: kids, setAside }, lines.join('\n'));
}

/** `muniment lmc init`: decides the hardware key once, and whose documents are believed. */
export async function init(lmc: Lmc, options: InitOptions): Promise<number> {
  checkOptions(options);
  const { agent, folder } = lmc;
  const key = keyOf(options);
  const { isNew, isWhole } = await lookAt(lmc);
  if (isNew && key === null) throw new UsageError('Give --hardware-key KEY, or --own-key where there is no PBX.');
  // What is set up already is only confirmed: no server needs to be there for that.
  const trust = isWhole && key !== null ? null : await readTrust(agent, options);
  if (trust === null && !(isWhole && key !== null))
    throw new UsageError('Say whose licence files are believed: --server ADDRESS of the vendor, or --keys FILE.');
  if (trust !== null && !trust.ok) return tellFailure(lmc, trust);
  const request = { key, product: options.product ?? null, isTest: options.acceptTest === true, trust: trust?.value ?? null };
  const done = await agent.setUpFolder(folder, request);
  if (!done.ok) return tellFailure(lmc, done);
  tellDone(lmc, done.value, trust?.value.keys.keys.map(({ kid }) => kid) ?? [], isOpenLine(options.server));
  return exitCodes.ok;
}

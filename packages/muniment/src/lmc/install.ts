import { closeSync, openSync, readSync } from 'node:fs';
import type { InstallationBody } from '@muniment/agent/license-manager';
import { exitCodes, type Io, keyValues, UsageError } from '@muniment/cli';
import { type Lmc, tell, tellFailure } from './context.ts';

/** What `muniment lmc install` and `fetch` are told. */
export interface InstallOptions {
  readonly dryRun?: boolean;
  readonly server?: string;
  readonly json?: boolean;
}

type License = NonNullable<InstallationBody['license']>;

/** A licence file's facts for people. */
export const licenseShown = (license: License) => ({
  product: license.product,
  vendor: license.vendor,
  serial: `${license.serial.epoch}.${license.serial.number}`,
  signed: license.issuedAt,
  ...(license.validFrom === null ? {} : { validFrom: license.validFrom }),
  lastDay: license.lastDay ?? license.validUntil ?? 'no end',
});

function installedText(io: Io, { kind, unchanged, dryRun, license, replaced, learntKeys }: InstallationBody): string {
  const preview = dryRun ? 'Preview: nothing has changed. ' : '';
  const learnt = learntKeys.length === 0 ? '' : `\nNew keys of the vendor: ${learntKeys.join(', ')}`;
  if (kind === 'key-set' || license === null) return `${preview}The vendor\u2019s keys are up to date.${learnt}`;
  const instead = replaced === null ? '' : `, in place of serial ${replaced.epoch}.${replaced.number}`;
  const done = unchanged ? 'This file is installed already.' : `The licence file ${dryRun ? 'would be' : 'is'} installed${instead}.`;
  return `${preview}${done}\n\n${keyValues(io, licenseShown(license))}${learnt === '' ? '' : `\n${learnt}`}`;
}

/** The bytes of a file, and no more of it than shows that it is too large. */
function readBytes(path: string, most: number): Uint8Array<ArrayBuffer> {
  try {
    const handle = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(most + 1);
      let size = 0;
      for (let read = -1; read !== 0 && size <= most; size += read) read = readSync(handle, bytes, size, bytes.length - size, null);
      return bytes.slice(0, size);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

async function installBytes(lmc: Lmc, bytes: Uint8Array<ArrayBuffer>, { dryRun = false }: InstallOptions): Promise<number> {
  const { agent, folder, io, language } = lmc;
  const installed = await agent.installFile(folder, io.env, bytes, { dryRun, language });
  if (!installed.ok) return tellFailure(lmc, installed);
  tell(lmc, installed.value, installedText(io, installed.value));
  return exitCodes.ok;
}

/** `muniment lmc install FILE`. */
export function install(lmc: Lmc, file: string, options: InstallOptions): Promise<number> {
  return installBytes(lmc, readBytes(file, lmc.agent.largestFile), options);
}

/** `muniment lmc fetch`: the newest file from the vendor's server, installed as if somebody had brought it. */
export async function fetchNewest(lmc: Lmc, options: InstallOptions): Promise<number> {
  const { agent, folder, io, language } = lmc;
  const apiKey = io.env.MUNIMENT_API_KEY;
  if (!apiKey) throw new UsageError('Put an API key that may see this device into MUNIMENT_API_KEY.');
  const server = options.server || io.env.MUNIMENT_URL || undefined;
  const fetched = await agent.fetchFile(folder, io.env, { server, apiKey, language });
  return fetched.ok ? await installBytes(lmc, new Uint8Array(fetched.value), options) : tellFailure(lmc, fetched);
}

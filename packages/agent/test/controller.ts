import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKeySet, verifyRequest } from '@muniment/client/verify';
import {
  type ActName,
  type InputOf,
  perform,
  type ResultOf,
  readStatus,
  type Serving,
  type SetUpRequest,
  type Status,
  setUpFolder,
  startServing,
} from '../src/features/controller/index.ts';
import type { Vendor } from './vendor.ts';

const folders: string[] = [];
const services: Serving[] = [];

/** The code on the label of the controller that tests have. */
export const installCode = '17qcn3-0407';
export const customerId = '2133c667-af41-4518-94df-a2bb3b775330';

/** A controller: its folder, and the acts on it as a command carries them out. */
export interface TestController {
  readonly folder: string;
  /** What an act answers; throws with the code where it is refused. */
  act<N extends ActName>(name: N, input: InputOf<N>): Promise<ResultOf<N>>;
  /** The code of the refusal, or `done`. */
  codeOf<N extends ActName>(name: N, input: InputOf<N>): Promise<string>;
  status(): Promise<Status>;
  /** Ids of endpoints with their states, in the order of the list. */
  states(): Promise<readonly string[]>;
  serve(): Promise<Serving>;
}

export function newFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'muniment-controller-')), 'controller');
  folders.push(folder);
  return folder;
}

/** The acts on a folder, by whoever has it. */
export function controllerIn(folder: string, env: Readonly<Record<string, string>> = {}): TestController {
  const command = { folder, env, language: 'en' } as const;
  const act: TestController['act'] = async (name, input) => {
    const told = await perform(command, name, input);
    if (!told.ok) throw new Error(`${told.problem.code}: ${told.problem.detail}`);
    return told.value;
  };
  return {
    folder,
    act,
    async codeOf(name, input) {
      const told = await perform(command, name, input);
      return told.ok ? 'done' : told.problem.code;
    },
    async status() {
      const told = await readStatus(command);
      if (!told.ok) throw new Error(told.problem.code);
      return told.value;
    },
    states: async () => (await act('list-endpoints', {})).items.map(({ id, state }) => `${id} ${state}`),
    async serve() {
      const onFault = (error: unknown) => {
        throw error;
      };
      const serving = await startServing(folder, env, { port: 0, onFault });
      if (!serving.ok) throw new Error(`${serving.refusal.code}: ${JSON.stringify(serving.refusal.facts)}`);
      services.push(serving.value);
      return serving.value;
    },
  };
}

/** What a controller of a vendor without a server is set up with. */
export function requestFor(vendor: Vendor, more: Partial<SetUpRequest> = {}): SetUpRequest {
  const keys = readKeySet(JSON.parse(vendor.jwks()))!;
  return {
    installCode,
    product: 'EC',
    variant: null,
    name: 'Town hall',
    protocols: [
      { id: 'wired', feature: 'endpoints' },
      { id: 'radio', feature: 'endpoints' },
    ],
    order: 'oldest-first',
    isTest: false,
    trust: { keys, newestKeySet: null, server: null, vendor: 'meridian' },
    server: null,
    customerId,
    ...more,
  };
}

/** A controller that is set up and has no network. */
export async function newController(vendor: Vendor, more: Partial<SetUpRequest> = {}, env = {}): Promise<TestController> {
  const folder = newFolder();
  const made = await setUpFolder(folder, requestFor(vendor, more));
  if (!made.ok) throw new Error(made.refusal.code);
  return controllerIn(folder, env);
}

/** What a request file says, as the portal reads it. */
export async function readRequest(text: string) {
  const expected = { vendor: 'meridian', now: Date.now(), oldestSeconds: 60, clockToleranceSeconds: 60, acceptTest: true };
  const read = await verifyRequest(text.trim(), expected);
  if (!read.ok) throw new Error(read.refusal.code);
  return read.value.payload;
}

/** The bytes of a file as `install` takes them. */
export const fileOf = (content: string | Uint8Array) => ({ file: Buffer.from(content).toString('base64') });

/** Ends what a test started, and removes its folders. */
export async function cleanUpControllers(): Promise<void> {
  for (const service of services.splice(0)) await service.stop();
  for (const folder of folders.splice(0)) rmSync(join(folder, '..'), { recursive: true, force: true });
}

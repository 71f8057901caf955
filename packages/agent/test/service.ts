import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Serving, type SetUpRequest, setUpFolder, startServing, trustFromFile } from '../src/features/license-manager/index.ts';
import type { Vendor } from './vendor.ts';

const folders: string[] = [];
const services: Serving[] = [];

/** An empty folder that is removed in the end. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'muniment-lmc-'));
  folders.push(folder);
  return folder;
}

/** A file in a folder of its own. */
export function newFile(name: string, content: string | Uint8Array): string {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  return path;
}

export const hardwareKey = 'LMIS0014SA2792882418';

/** A folder that is set up with a PBX's key and a vendor's keys. */
export async function setUpWith(vendor: Vendor, request: Partial<SetUpRequest> = {}): Promise<string> {
  const folder = join(newFolder(), 'lmc');
  const trust = trustFromFile(vendor.jwks(), 'jwks.json');
  if (!trust.ok) throw new Error(trust.refusal.code);
  const key = { hardwareKey, childKey: null };
  const done = await setUpFolder(folder, { key, product: null, isTest: false, trust: trust.value, ...request });
  if (!done.ok) throw new Error(done.refusal.code);
  return folder;
}

/** The service of a folder, in this process, on a free port. */
export async function serveFolder(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Serving> {
  const onFault = (error: unknown) => {
    throw error;
  };
  const serving = await startServing(folder, env, { port: 0, onFault });
  if (!serving.ok) throw new Error(`${serving.refusal.code}: ${JSON.stringify(serving.refusal.facts)}`);
  services.push(serving.value);
  return serving.value;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what came, whatever it is
  readonly body: any;
}

/** A request with exactly these headers: `Host` and `Origin` included, which fetch would not let through. */
export function ask(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string | Uint8Array,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = text !== '' && /json/.test(String(response.headers['content-type']));
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: isJson ? JSON.parse(text) : text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What comes back for bytes that no library of HTTP would send. */
export function askRaw(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (data: string) => {
      answer += data;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}

export const get = (url: string, headers: Readonly<Record<string, string>> = {}) => ask(url, 'GET', headers);
export const install = (url: string, file: string | Uint8Array, query = '') => ask(`${url}/v1/licenses${query}`, 'POST', {}, file);
export const validate = (url: string, question: object) =>
  ask(`${url}/v1/validate`, 'POST', { 'Content-Type': 'application/json' }, JSON.stringify(question));

/** Ends what a test started, and removes its folders. */
export async function cleanUp(): Promise<void> {
  for (const service of services.splice(0)) await service.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

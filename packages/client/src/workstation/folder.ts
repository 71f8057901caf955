import { join } from 'node:path';
import { openKey } from '@muniment/documents/self';
import { readKeySet } from '@muniment/documents/verify';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { readSealed, type Sealed, writeSealed } from '../machine/index.ts';
import type { Identity, OwnKey, State, StoredRevocations } from './state.ts';

const fileNames = { identity: 'identity.json', key: 'key.json', state: 'state.json', revocations: 'revocations.json' } as const;
type FileKind = keyof typeof fileNames;
type ContentOf = { identity: Identity; key: OwnKey; state: State; revocations: StoredRevocations };

type Members = Readonly<Record<string, unknown>>;
const areTexts = (...values: readonly unknown[]): boolean => values.every((value) => typeof value === 'string' && value !== '');
const isOrNull = (value: unknown): value is Members | null => typeof value === 'object' && value !== undefined;

function isKey(privateKeyPem: unknown): boolean {
  try {
    return typeof privateKeyPem === 'string' && openKey(privateKeyPem).publicKey !== undefined;
  } catch {
    return false;
  }
}

/** Whether a file says everything without which nothing can be done: a digest that fits is soon written beside what is none of ours. */
const isWhole: Readonly<Record<FileKind, (content: Members) => boolean>> = {
  identity: ({ hardwareKey, product, vendor, salt, components }) =>
    areTexts(hardwareKey, product, vendor, salt) && Array.isArray(components),
  key: ({ privateKeyPem }) => isKey(privateKeyPem),
  state({ trust, license, request, receipt, exchange, servers, seenAt }) {
    const keys = readKeySet((trust as Members | null | undefined)?.['keys']);
    const isStored = license === null || (isOrNull(license) && areTexts(license?.['text']) && Number.isFinite(license?.['judgedAt']));
    const isWaiting = [request, receipt, exchange].every((one) => isOrNull(one) && (one === null || areTexts(one['nonce'])));
    return keys !== null && isStored && isWaiting && Array.isArray(servers) && Number.isFinite(seenAt);
  },
  revocations: ({ text }) => areTexts(text),
};

/** Name of a file for people. */
export const fileNameOf = (kind: FileKind): string => fileNames[kind];

export function readFile<K extends FileKind>(folder: string, kind: K): Sealed<ContentOf[K]> {
  const file = readSealed<ContentOf[K]>(join(folder, fileNames[kind]));
  return file.state === 'read' && !isWhole[kind](file.content as unknown as Members)
    ? { state: 'damaged', reason: 'says what it cannot' }
    : file;
}

/** Only for whoever holds the folder. */
export function writeFile<K extends FileKind>(folder: string, kind: K, content: ContentOf[K]): void {
  writeSealed(join(folder, fileNames[kind]), content);
}

/** A set-up that was cut off has asked for nothing yet. Where something was, only its identity is lost, and nothing is to be overwritten. */
export function tornIn(folder: string): Decision<null, 'file-damaged'> {
  const state = readFile(folder, 'state');
  if (state.state === 'missing') return accept(null);
  const facts = { folder, file: fileNameOf('identity'), reason: 'missing' };
  if (state.state === 'damaged') return refuse('file-damaged', facts);
  const { license, request, receipt, exchange, newest } = state.content;
  return [license, request, receipt, exchange, newest].every((one) => one === null) ? accept(null) : refuse('file-damaged', facts);
}

/** Where the latest time seen is kept, twice. */
export const marksIn = (folder: string): { readonly mark: string; readonly copy: string } => ({
  mark: join(folder, 'time.json'),
  copy: join(folder, 'time-copy.json'),
});

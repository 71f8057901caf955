import { type ExternalFile, safeFileName } from '../catalog/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';

/** Licence files that are made elsewhere and handed over here (B19): what waits, for whom, and who may hand over what. */

/** What one is: told from what is there, never kept as a column that somebody must turn. */
export type ExternalFileState = 'deposited' | 'upload-wanted' | 'waiting' | 'available';

export interface ExternalFileFacts {
  readonly delivery: ExternalFile['delivery'];
  /** It belongs to a device; else it lies with its order until something of that is active. */
  readonly activated: boolean;
  readonly uploaded: boolean;
  readonly supplied: boolean;
}

export function externalFileState({ delivery, activated, uploaded, supplied }: ExternalFileFacts): ExternalFileState {
  if (!activated) return 'deposited';
  if (supplied) return 'available';
  return delivery === 'against-upload' && !uploaded ? 'upload-wanted' : 'waiting';
}

/** Most bytes of a file that is handed over here. */
export const mostFileBytes = 1_000_000;

export type GivenFileRefusal = 'file-name-not-safe' | 'content-not-base64' | 'content-empty' | 'content-too-large';

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A file as it came: its name one that every file system takes, its content base64 (RFC 4648 §4) of at least one byte. */
export function checkGivenFile(fileName: string, content: string): Decision<null, GivenFileRefusal> {
  if (!safeFileName(fileName)) return refuse('file-name-not-safe', { fileName });
  if (!base64.test(content)) return refuse('content-not-base64', { fileName });
  if (content === '') return refuse('content-empty', { fileName });
  const bytes = (content.length / 4) * 3 - (content.endsWith('==') ? 2 : content.endsWith('=') ? 1 : 0);
  return bytes > mostFileBytes ? refuse('content-too-large', { fileName, bytes, most: mostFileBytes }) : accept(null);
}

/** Whether the file from the device may be uploaded now: it is asked for, its name is the catalog's, and nothing is made of it yet. */
export function checkUpload(
  facts: ExternalFileFacts,
  wanted: string | null,
  fileName: string,
): Decision<null, 'upload-not-wanted' | 'external-file-there' | 'upload-name-differs'> {
  if (facts.delivery !== 'against-upload' || !facts.activated) return refuse('upload-not-wanted');
  if (facts.supplied) return refuse('external-file-there', { reason: 'upload' });
  // Where the file comes from, letter case may mean nothing.
  if (wanted !== null && fileName.toLowerCase() !== wanted.toLowerCase()) return refuse('upload-name-differs', { fileName, wanted });
  return accept(null);
}

/** Whether the licence file may be handed over: never before what it is made against, and in the place of another only with a reason. */
export function checkSupply(facts: ExternalFileFacts, reason: string): Decision<null, 'device-file-missing' | 'external-file-there'> {
  if (externalFileState(facts) === 'upload-wanted') return refuse('device-file-missing');
  return facts.supplied && reason.trim() === '' ? refuse('external-file-there', { reason: 'replaced' }) : accept(null);
}

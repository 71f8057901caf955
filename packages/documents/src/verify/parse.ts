import { accept, type Decision, refuse } from '@muniment/domain';

/** A compact JWS (RFC 7515) taken apart; nothing in it is believed yet. */
export interface ParsedDocument {
  readonly header: { readonly alg: string; readonly kid: string; readonly typ: string };
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

const mostCharacters = 4_000_000;

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  // The last character may carry unused bits: two texts for the same bytes would be two documents with one signature.
  return toBase64Url(bytes) === text ? bytes : null;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function readObject(bytes: Uint8Array | null): Record<string, unknown> | null {
  if (bytes === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Takes a document apart, or says that it is none: truncated, with something added, or another kind of file. */
export function parseDocument(text: string): Decision<ParsedDocument, 'document-malformed'> {
  const malformed = refuse('document-malformed', {
    advice: 'Download the file again; copying through mail or an editor may have changed it.',
  });
  if (text.length > mostCharacters) return malformed;
  const parts = text.trim().split('.');
  const [head, payload, signature] = parts;
  if (parts.length !== 3 || head === undefined || payload === undefined || signature === undefined) return malformed;
  const header = readObject(fromBase64Url(head));
  const claims = readObject(fromBase64Url(payload));
  const bytes = fromBase64Url(signature);
  if (header === null || claims === null || bytes === null) return malformed;
  const { alg, kid, typ, crit } = header;
  // RFC 7515 §4.1.11: what must be understood and is not makes the document invalid.
  if (typeof alg !== 'string' || typeof kid !== 'string' || typeof typ !== 'string' || crit !== undefined) return malformed;
  return accept({ header: { alg, kid, typ }, claims, signed: new TextEncoder().encode(`${head}.${payload}`), signature: bytes });
}

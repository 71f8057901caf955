/**
 * What a file is that somebody carries, by what it says of itself. Nothing is believed of it: the server verifies it. So that people are
 * told at once what will happen, or where it belongs instead.
 */
export type Carried =
  | 'licenses'
  | 'renew'
  | 'enrol'
  | 'receipt'
  | 'borrow-receipt'
  | 'license'
  | 'borrow'
  | 'key-set'
  | 'revocations'
  | 'setup'
  | 'unknown';

const kinds: Readonly<Record<string, Carried>> = {
  'muniment-receipt+jwt': 'receipt',
  'muniment-return+jwt': 'borrow-receipt',
  'muniment-license+jwt': 'license',
  'muniment-borrow+jwt': 'borrow',
  'muniment-keyset+jwt': 'key-set',
  'muniment-revocations+jwt': 'revocations',
};

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A part of a compact JWS (RFC 7515): JSON in base64url. */
function partOf(text: string): Record<string, unknown> | null {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
    return parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** Recognises a file by its content. Mail programs and editors break lines: a document is one word. */
export function recognise(text: string): { readonly kind: Carried; readonly document: string } {
  const document = text.replaceAll(/\s+/g, '');
  const [head, body, ...rest] = document.split('.');
  if (rest.length !== 1) {
    const json = parse(text);
    const isSetup = json !== null && 'keys' in json && 'product' in json;
    return { kind: isSetup ? 'setup' : json !== null && 'keys' in json ? 'key-set' : 'unknown', document };
  }
  const type = partOf(head ?? '')?.['typ'];
  if (type !== 'muniment-request+jwt') return { kind: (typeof type === 'string' && kinds[type]) || 'unknown', document };
  const purpose = partOf(body ?? '')?.['purpose'];
  return { kind: purpose === 'renew' || purpose === 'enrol' ? purpose : 'licenses', document };
}

import { claimedOwner, claimedType, documentTypes } from '@muniment/documents/verify';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { documentsIn } from '../vendor/index.ts';
import { type Imported, importLicense } from './import-license.ts';
import type { KnownWorkstation } from './places.ts';
import type { WorkstationRefusal } from './refusals.ts';
import { importRevocations, type KnownRevocations } from './revocations.ts';
import { forgetWhatIsBack, importForSeats } from './seats/revoked.ts';
import { type Settings, type Workstation, withWorkstation } from './workstation.ts';

/** What was in a file that somebody carried here. */
export type ImportedFile =
  | { readonly kind: 'license'; readonly license: Imported }
  | { readonly kind: 'revocations'; readonly revocations: KnownRevocations };

/** What a workstation makes itself, for the vendor: somebody has carried the wrong file back. */
const ownFiles: Readonly<Record<string, string>> = {
  [documentTypes.request]: 'request',
  [documentTypes.receipt]: 'receipt',
  [documentTypes.return]: 'receipt',
};

/** Imports whatever a workstation takes in a file (C6, F10): which kind of document it is, it says itself. */
export async function importFile(workstation: Workstation, bytes: Uint8Array): Promise<Decision<ImportedFile, WorkstationRefusal>> {
  // Bytes that are no text must not make a document look unchanged: each is one character that base64url does not have.
  const text = Buffer.from(bytes).toString('latin1');
  const type = claimedType(text.trim());
  const made = ownFiles[type ?? ''];
  if (made !== undefined) return refuse('not-an-answer', { made });
  if (type === documentTypes.revocations) {
    const list = await importRevocations(workstation, text);
    return list.ok ? accept({ kind: 'revocations', revocations: list.value }) : list;
  }
  const license = await importLicense(workstation, bytes);
  return license.ok ? accept({ kind: 'license', license: license.value }) : license;
}

/** The same into a folder, which may be that of seats alone: a list of what was revoked is for them as well. */
export async function importFileInto(settings: Settings, bytes: Uint8Array): Promise<Decision<ImportedFile, WorkstationRefusal>> {
  const done = await importInto(settings, bytes);
  if (done.ok && done.value.kind === 'revocations') await forgetWhatIsBack(settings);
  return done;
}

/** No list of the workstation's vendor: it may be that of another, whose seats are borrowed in its folder. */
const ofSomebodyElse: readonly string[] = ['wrong-vendor', 'unknown-key'];

async function importInto(settings: Settings, bytes: Uint8Array): Promise<Decision<ImportedFile, WorkstationRefusal>> {
  const done = await withWorkstation<ImportedFile>(settings, (workstation) => importFile(workstation, bytes));
  if (done.ok || !('refusal' in done)) return done;
  const { code } = done.refusal;
  const isWorkstation = code !== 'not-set-up';
  if (isWorkstation && !ofSomebodyElse.includes(code)) return done;
  const text = Buffer.from(bytes).toString('latin1');
  const list = claimedType(text) === documentTypes.revocations ? await importForSeats(settings, text, isWorkstation) : null;
  if (list === null) return done;
  return list.ok ? accept({ kind: 'revocations', revocations: list.value }) : list;
}

/** Of several workstations those whose file it says it is: a licence is of one product, a list of what was revoked of a vendor. */
export function fittingFile(known: readonly KnownWorkstation[], bytes: Uint8Array): readonly KnownWorkstation[] {
  const documents = documentsIn(bytes);
  const owners = documents.ok ? documents.value.map((text) => claimedOwner(text.trim())) : [];
  const isOf = (one: KnownWorkstation) =>
    owners.some(({ vendor, product }) => vendor === one.vendor && (product === undefined || product === one.product));
  return known.filter(isOf);
}

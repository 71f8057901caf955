import type { importLicenseFile as contract, OutputOf } from '@muniment/contract';
import { accept, type Decision } from '@muniment/domain';
import { findPart } from '@muniment/domain/catalog';
import { checkedText, type ImportedFile, importRefused, readImportFile } from '@muniment/domain/imports';
import {
  checkImportable,
  importLicenseFile as decide,
  type ImportRefusal,
  type ImportState,
  type OperationDraft,
} from '@muniment/domain/ledger';
import { sha256Bytes } from '@muniment/platform/hash';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Context, Handler } from '../../../core/context.ts';
import { SigningKeyMissing } from '../../../core/key-store.ts';
import { inLanguage, languageFor } from '../../catalog/index.ts';
import { concludeAct, filesToCome, type LockedDevice, lockActDevice, makeFiles } from '../../channel/index.ts';
import { recordOperation } from '../../ledger/index.ts';
import { freshLots } from '../../lots/index.ts';
import { openTask } from '../../tasks/index.ts';
import { doneBefore, insertImport } from '../store.ts';

/** What a file says, with the digest that it is known by. */
interface Read {
  readonly file: ImportedFile;
  readonly sha256: string;
}

/** Reads the file for the device, once it is known that the device may import one at all. */
function readFor({ now }: Context, locked: LockedDevice, before: ImportState['before'], content: string): Decision<Read, ImportRefusal> {
  const { device, facts, product } = locked;
  const importable = checkImportable({ product, device: facts, before });
  if (!importable.ok) return importable;
  const checked = checkedText(content);
  const sha256 = checked === null ? '' : sha256Bytes(checked).toString('hex');
  const file = readImportFile(content, sha256, { product, hardwareKey: device.hardware_key, now });
  return file.ok ? accept({ file: file.value, sha256 }) : file;
}

/** Saves the import: its operation, that it was the one of the device, the licence file and the vendor's task. */
async function save(context: Context, locked: LockedDevice, { file, sha256 }: Read, draft: OperationDraft, reason: string | null) {
  const { tx, vendor } = context;
  const { device, current, product } = locked;
  const about = { deviceId: device.id, customerId: device.customer_id, packVersion: current.version, reason };
  const operationId = await recordOperation(context, draft, about);
  const row = { deviceId: device.id, operationId, sha256, fileCreatedAt: file.createdAt, importedAt: draft.at };
  await insertImport(tx, vendor.id, row);
  const text = product.import?.task;
  if (text !== undefined) await openTask(context, { kind: 'import', deviceId: device.id, operationId, text });
  try {
    return accept({ operationId, ...(await makeFiles(context, locked, draft, { cause: 'import-license-file', operationId })) });
  } catch (error) {
    if (error instanceof SigningKeyMissing) return importRefused(product, 'cannot-write', { reason: 'signing-key-missing' });
    throw error;
  }
}

/** What was read, in the reader's language. */
function toRead(context: Context, { current, device, product }: LockedDevice, file: ImportedFile): OutputOf<typeof contract>['read'] {
  const { pack } = current;
  const t = inLanguage(pack, languageFor(pack, context.language));
  return {
    product: product.id,
    productLabel: t(product.label),
    hardwareKey: device.hardware_key,
    createdAt: file.createdAt.toString(),
    features: file.features.map(({ code, quantity, line, part }) => {
      const label = findPart(pack, part)?.label;
      return { code, quantity, line, part, partLabel: label === undefined ? part : t(label) };
    }),
  };
}

/** Takes over the licences of an existing file, once and as the first act on the device (B22). */
export const importLicenseFile: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, now } = context;
  const loaded = await lockActDevice(context, fromId('dev', params.deviceId)!);
  if (!loaded.ok) return loaded;
  const locked = loaded.value;
  const { device, current, product } = locked;
  const before = await doneBefore(tx, vendor.id, device.id);
  const read = readFor(context, locked, before, body.content);
  if (!read.ok) return read;
  const { file, sha256 } = read.value;
  const state = { catalog: current.pack, packVersion: current.version, product, device: locked.facts, reserved: locked.reserved, before };
  const decision = decide(state, { file, sha256, lotIds: file.features.map(() => uuidv7()) }, now);
  const fresh = freshLots(decision.ok ? decision.value.lots : []);
  const outcome = await concludeAct(context, {
    kind: 'import-license-file',
    decision,
    previewDigest: body.previewDigest,
    locked,
    current,
    ...(decision.ok ? await filesToCome(context, locked, decision.value, fresh) : { file: null }),
    fresh,
    commit: (draft) => save(context, locked, read.value, draft, body.reason ?? null),
  });
  return outcome.ok ? accept({ read: toRead(context, locked, file), outcome: outcome.value }) : outcome;
};

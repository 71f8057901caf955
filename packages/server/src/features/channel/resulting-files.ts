import type { OperationDraft, OperationKind } from '@muniment/domain/ledger';
import { activeOn } from '@muniment/domain/ledger';
import { vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { loadDevice, viewerOf } from '../devices/index.ts';
import { openExternalFiles } from '../external-files/index.ts';
import { balancesOf, findAccounts } from '../ledger/index.ts';
import { issueLicense, nextFileName, waitsForKey, withProductKey } from '../licenses/index.ts';
import { type LotFacts, loadLots, toHoldings } from '../lots/index.ts';
import type { LockedDevice, Outcome, ResultingFiles } from './act.ts';

type Files = Required<ResultingFiles>;

/** What an activation would bring: the name of the licence file, or the files made elsewhere that it would have or wait for. */
export async function filesToCome(
  context: Context,
  locked: LockedDevice,
  draft: OperationDraft,
  fresh: ReadonlyMap<Uuid, LotFacts> = new Map(),
): Promise<Files> {
  const { device, current, product } = locked;
  if (product.licenseFile.format === 'external') return { file: null, externalFiles: await openFor(context, locked, draft, null, fresh) };
  if (await waitsForKey(context, product, device.id)) return { file: null, externalFiles: [] };
  // Made with the first file, and part of its name: a preview that is not acted upon leaves no trace of it.
  const named = await withProductKey(context, device, product);
  const next = nextFileName(named, current, vendorDay(context.now, current.pack.vendor.timeZone).toString());
  return { file: next === null ? null : { ...next, documentId: null, activationCode: null }, externalFiles: [] };
}

/** Makes the licence file of what is active now (B9), or opens those made elsewhere (B19). */
export async function makeFiles(
  context: Context,
  locked: LockedDevice,
  draft: OperationDraft,
  made: { readonly cause: OperationKind; readonly operationId: Uuid },
): Promise<Files> {
  const { tx, vendor } = context;
  const { current } = locked;
  const device = (await loadDevice(tx, viewerOf(context), locked.device.id))!;
  const accounts = await findAccounts(tx, vendor.id, [activeOn(device.id)]);
  const active = await toHoldings(tx, vendor.id, await balancesOf(tx, vendor.id, accounts));
  if (active.length === 0) return { file: null, externalFiles: [] };
  const row = await issueLicense(context, { device, current, active, ...made });
  if (row === null) return { file: null, externalFiles: await openFor(context, locked, draft, made.operationId) };
  const file = { documentId: toId('doc', row.id), fileName: row.file_name, serial: row.serial, activationCode: row.activation_code };
  return { file, externalFiles: [] };
}

async function openFor(
  context: Context,
  { device, current, product }: LockedDevice,
  draft: OperationDraft,
  operationId: Uuid | null,
  fresh: ReadonlyMap<Uuid, LotFacts> = new Map(),
): Promise<Outcome['externalFiles']> {
  const file = product.licenseFile;
  if (file.format !== 'external') return [];
  const lots = await loadLots(
    context.tx,
    context.vendor.id,
    draft.moves.map(({ lotId }) => lotId),
  );
  return openExternalFiles(context, { device, current, file, lots: [...lots.values(), ...fresh.values()] }, operationId);
}

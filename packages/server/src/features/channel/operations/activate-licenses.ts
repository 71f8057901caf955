import type { activateLicenses as contract, InputOf } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { agreementFor } from '@muniment/domain/catalog';
import { type AcceptedAgreement, type ActivateState, activeOn, activateLicenses as decide } from '@muniment/domain/ledger';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Context, Handler } from '../../../core/context.ts';
import { languageFor } from '../../catalog/index.ts';
import { findAccounts, lockBalances, recordOperation } from '../../ledger/index.ts';
import { convertedLots, type LoadedHolding, lineOfConverted, toHoldings } from '../../lots/index.ts';
import { concludeAct, type LockedDevice, lockActDevice } from '../act.ts';
import { filesToCome, makeFiles } from '../resulting-files.ts';
import { resolveLines } from '../selection.ts';
import { heldReserved } from './detach-licenses.ts';

type Given = InputOf<typeof contract>['body']['agreement'];

/** What was accepted; a preview shows the effect before anybody ticks the box. */
export function acceptedIn(context: Context, locked: LockedDevice, given: Given): AcceptedAgreement | null {
  if (given !== undefined) return given.accepted ? { id: given.id, version: given.version, language: given.language } : null;
  const agreement = agreementFor(locked.current.pack, locked.product);
  if (!context.dryRun || agreement === null) return null;
  return { id: agreement.id, version: agreement.version, language: languageFor(locked.current.pack, context.language) };
}

interface LoadedActivateState extends ActivateState {
  readonly sources: readonly LoadedHolding[];
}

/** Loads what may be activated, its balances locked. */
export async function loadReserved(context: Context, locked: LockedDevice): Promise<LoadedActivateState> {
  const { tx, vendor } = context;
  const { device, current, product } = locked;
  const active = await findAccounts(tx, vendor.id, [activeOn(device.id)]);
  const pairs = locked.ownReserved.flatMap(({ account, lot }) => [account, ...active].map((each) => ({ account: each, lotId: lot.id })));
  const balances = await lockBalances(tx, vendor.id, pairs);
  const own = new Set(locked.ownReserved.map(({ account }) => account.id));
  return {
    catalog: current.pack,
    product,
    device: locked.facts,
    sources: await toHoldings(
      tx,
      vendor.id,
      balances.filter(({ account }) => account.kind === 'reserved'),
    ),
    reservedByOthers: locked.reserved.filter(({ account }) => !own.has(account.id)),
    active: locked.active,
    targets: balances.filter(({ account }) => account.kind === 'active'),
  };
}

/** Commits reserved units to the device and makes its licence file (B9): it cannot be undone by the partner. */
export const activateLicenses: Handler<typeof contract> = async (context, { params, body }) => {
  const { now } = context;
  const loaded = await lockActDevice(context, fromId('dev', params.deviceId)!);
  if (!loaded.ok) return loaded;
  const locked = loaded.value;
  const { device, current } = locked;
  const lines = body.lines === undefined ? null : await resolveLines(context, body.lines, heldReserved(locked));
  if (lines !== null && !lines.ok) return lines;

  const state = await loadReserved(context, locked);
  const command = {
    ...(lines === null ? {} : { lines: lines.value }),
    agreement: acceptedIn(context, locked, body.agreement),
    lotIds: state.sources.map(() => uuidv7()),
  };
  const decision = decide(state, command, now);
  const about = {
    deviceId: device.id,
    customerId: device.customer_id,
    packVersion: current.version,
    reason: body.reason ?? null,
    lineOf: decision.ok ? lineOfConverted(decision.value, state.sources) : () => null,
  };
  return concludeAct(context, {
    kind: 'activate-licenses',
    decision,
    previewDigest: body.previewDigest,
    locked,
    current,
    fresh: decision.ok ? convertedLots(decision.value, state.sources) : new Map(),
    ...(decision.ok ? await filesToCome(context, locked, decision.value) : { file: null }),
    commit: async (draft) => {
      const operationId = await recordOperation(context, draft, about);
      return accept({ operationId, ...(await makeFiles(context, locked, draft, { cause: 'activate-licenses', operationId })) });
    },
  });
};

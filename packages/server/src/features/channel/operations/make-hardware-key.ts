import type { makeHardwareKey as contract } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { expectedFormats, matchKey, type Product } from '@muniment/domain/catalog';
import { allowsFile, makeHardwareKey as decide } from '@muniment/domain/ledger';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Context, Handler } from '../../../core/context.ts';
import { blockKey, followKey, keyFacts, loadDevice, reindex, saveKeyInput, takeMadeKey, viewerOf } from '../../devices/index.ts';
import { recordOperation } from '../../ledger/index.ts';
import { convertedLots, lineOfConverted } from '../../lots/index.ts';
import { concludeAct, type LockedDevice, lockActDevice } from '../act.ts';
import { makeFiles } from '../resulting-files.ts';
import { acceptedIn, loadReserved } from './activate-licenses.ts';

/** What the key is made from, in its stored form. */
function readInput(product: Product, entered: string, facts: object): Decision<string, 'hardware-key-invalid'> {
  const formats = product.derivedKey?.keyFormats ?? [];
  const input = matchKey(formats, entered);
  return input === null
    ? refuse('hardware-key-invalid', { ...facts, role: 'input', formats: expectedFormats(formats) })
    : accept(input.key);
}

/** Blocks the temporary key, makes the real one, and lets what stands below appear or follow. */
async function giveKey(context: Context, locked: LockedDevice, input: string) {
  const { tx, vendor } = context;
  const { device, current, product } = locked;
  await blockKey(tx, vendor.id, device.id, 'primary');
  const key = { product: device.product, deviceId: device.id, role: 'primary', origin: 'derived' } as const;
  const made = await takeMadeKey(context, product.derivedKey!.shape, key, input);
  if (!made.ok) return made;
  await saveKeyInput(tx, vendor.id, device.id, input);
  const changed = (await loadDevice(tx, viewerOf(context), device.id))!;
  const followed = await followKey(context, current, changed, product);
  if (!followed.ok) return followed;
  await reindex(context, device.id);
  return accept(changed);
}

/** Makes the real key of a device from what is entered, once, and activates the part that enables it (B5, B6). */
export const makeHardwareKey: Handler<typeof contract> = async (context, { params, body }) => {
  const loaded = await lockActDevice(context, fromId('dev', params.deviceId)!);
  if (!loaded.ok) return loaded;
  const locked = loaded.value;
  const { device, current, product } = locked;
  const named = { ...keyFacts(current.pack, product), product: product.id, productLabel: product.label };
  const state = await loadReserved(context, locked);
  const command = { agreement: acceptedIn(context, locked, body.agreement), lotIds: state.sources.map(() => uuidv7()) };
  const decision = decide(state, command, context.now);
  const withFile = product.licenseFile.format === 'external' || allowsFile(state, command, context.now);
  const input = decision.ok ? readInput(product, body.keyInput, named) : accept('');
  if (!input.ok) return input;
  const about = {
    deviceId: device.id,
    customerId: device.customer_id,
    packVersion: current.version,
    reason: body.reason ?? null,
    lineOf: decision.ok ? lineOfConverted(decision.value, state.sources) : () => null,
  };
  const done = await concludeAct(context, {
    kind: 'make-hardware-key',
    decision,
    previewDigest: body.previewDigest,
    locked,
    current,
    file: null,
    fresh: decision.ok ? convertedLots(decision.value, state.sources) : new Map(),
    commit: async (draft) => {
      const given = await giveKey(context, locked, input.value);
      if (!given.ok) return refuse(given.refusal.code, { ...given.refusal.facts, ...named });
      const keys = { hardwareKey: { before: device.hardware_key, after: given.value.hardware_key }, keyInput: input.value };
      const operationId = await recordOperation(context, { ...draft, details: { ...draft.details, ...keys } }, about);
      const files = withFile ? await makeFiles(context, locked, draft, { cause: 'make-hardware-key', operationId }) : {};
      return accept({ operationId, ...files });
    },
  });
  if (!done.ok || context.dryRun || done.value.device === null) return done;
  const made = (await loadDevice(context.tx, viewerOf(context), device.id))!;
  return accept({ ...done.value, device: { ...done.value.device, hardwareKey: made.hardware_key } });
};

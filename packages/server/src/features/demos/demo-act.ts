import { accept } from '@muniment/domain';
import { startDemo as decide, type StartDemoCommand, type StartDemoRefusal } from '@muniment/domain/ledger';
import { uuidv7 } from '@muniment/platform/ids';
import type { Context } from '../../core/context.ts';
import { type DecidedAct, filesToCome, type LockedDevice, makeFiles } from '../channel/index.ts';
import { recordOperation } from '../ledger/index.ts';
import { freshLots } from '../lots/index.ts';
import { insertStart, startedDemos } from './store.ts';

/** Starting a demo, whoever asked for it: what it does, and how. The device is locked, so that each number is given once. */
export async function demoAct(
  context: Context,
  locked: LockedDevice,
  command: Omit<StartDemoCommand, 'lotId'> & { readonly previewDigest?: string | undefined; readonly reason?: string | undefined },
): Promise<DecidedAct<StartDemoRefusal>> {
  const { tx, vendor, now } = context;
  const { device, facts, current, product } = locked;
  const rows = await startedDemos(tx, vendor.id, device.id);
  const started = rows.find(({ demo }) => demo === command.demo)?.started ?? 0;
  const state = { catalog: current.pack, packVersion: current.version, product, device: facts, started };
  const decision = decide(state, { ...command, lotId: uuidv7() }, now);
  const fresh = freshLots(decision.ok ? decision.value.lots : []);
  return {
    kind: 'start-demo',
    decision,
    previewDigest: command.previewDigest,
    locked,
    current,
    ...(decision.ok ? await filesToCome(context, locked, decision.value, fresh) : { file: null }),
    fresh,
    commit: async (draft) => {
      const operationId = await recordOperation(context, draft, {
        deviceId: device.id,
        customerId: device.customer_id,
        packVersion: current.version,
        reason: command.reason ?? null,
      });
      const number = started + 1;
      const start = { deviceId: device.id, demo: command.demo, number, lotId: draft.lots[0]!.id, operationId, startedAt: draft.at };
      await insertStart(tx, vendor.id, start);
      return accept({ operationId, ...(await makeFiles(context, locked, draft, { cause: 'start-demo', operationId })) });
    },
  };
}

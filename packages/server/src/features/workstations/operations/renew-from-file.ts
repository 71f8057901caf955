import type { renewFromFile as contract } from '@muniment/contract';
import { refuse } from '@muniment/domain';
import type { Context, Handler } from '../../../core/context.ts';
import { type KeyStanding, readRequestFile } from '../../controllers/index.ts';
import { type Asked, letIn } from '../../enrolment/index.ts';
import { checkFree, installationBefore, namedAs, reinstall } from '../reinstall.ts';
import { renew } from '../renew.ts';

/** The request of an installation that knows nothing any more (F14): by the licence key it is let in in place of the one before. */
async function reinstallFromFile(context: Context, asked: Asked, key: KeyStanding, previewDigest: string | undefined) {
  const free = checkFree(asked);
  if (!free.ok) return free;
  const beforeId = await installationBefore(context, asked);
  if (beforeId === null) return refuse('device-not-enrolled', { key, hardwareKey: asked.hardwareKey });
  const waitsFor = asked.key?.waits_for ?? null;
  const letting = { decidedBy: context.actor, waitsFor, cause: 'activate-from-file', reason: asked.repair! } as const;
  const done = await letIn(context, await namedAs(context, asked, beforeId), letting);
  return done.ok ? reinstall(context, { asked, deviceId: done.value.deviceId, beforeId, previewDigest }) : done;
}

/** Makes the licence file of a workstation without a connection anew, from the request that somebody carried here (C6, F14). */
export const renewFromFile: Handler<typeof contract> = async (context, { body }) => {
  const read = await readRequestFile(context, body.request, ['renew']);
  if (!read.ok) return read;
  const { asked, key } = read.value;
  if (key === 'current') return renew(context, asked, 'refused');
  if (asked.repair !== undefined && asked.licenseKey !== undefined) return reinstallFromFile(context, asked, key, body.previewDigest);
  return refuse('device-not-enrolled', { key, hardwareKey: asked.hardwareKey });
};

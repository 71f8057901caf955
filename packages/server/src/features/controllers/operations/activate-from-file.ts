import type { activateFromFile as contract } from '@muniment/contract';
import { refuse } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { bindMachine, letIn, lockKey } from '../../enrolment/index.ts';
import { activate } from '../activate.ts';
import { licencesOfKey, noteActivation, toldOfKey } from '../licences-of-key.ts';
import { readRequestFile } from '../request-file.ts';
import { wantedBy } from '../waiting.ts';

/**
 * Activates licences for a device without a connection (E6, C6): the answer is carried back to it, and to none but this request. What the
 * request asks for need not be said again: then a lost answer comes again for the same words, though nothing waits by now. One that
 * asks for nothing is answered with what the device has.
 */
export const activateFromFile: Handler<typeof contract> = async (context, { body }) => {
  const read = await readRequestFile(context, body.request);
  if (!read.ok) return read;
  const { asked, key } = read.value;
  let [deviceId, enrolmentId] = [asked.holder?.device_id ?? null, asked.key?.id ?? null];
  if (key !== 'current') {
    if (!body.enrol) return refuse('device-not-enrolled', { key, hardwareKey: asked.hardwareKey });
    const letting = { decidedBy: context.actor, waitsFor: asked.key?.waits_for ?? null, cause: 'activate-from-file' } as const;
    const done = await letIn(context, asked, { ...letting, reason: body.reason ?? null });
    if (!done.ok) return done;
    ({ deviceId, enrolmentId } = done.value);
  }
  const locked = await lockKey(context, deviceId!, enrolmentId!);
  if (!locked.ok) return locked;
  const bound = await bindMachine(context, asked, deviceId!);
  if (!bound.ok) return bound;
  const ofKey = asked.licenseKey !== undefined && body.licenses === undefined;
  const accepted = body.agreement?.accepted === true ? [body.agreement] : [];
  const named = ofKey ? await licencesOfKey(context, asked, deviceId!, accepted) : null;
  if (named !== null && !named.ok) return named;
  const licenses = body.licenses ?? named?.value.licenses.slice() ?? (await wantedBy(context, asked)).map(({ lotId }) => ({ lotId }));
  const isGone = body.licenses === undefined && licenses.length === 0 && named === null && asked.lotIds.length > 0;
  const done = await activate(context, locked.value, { ...body, licenses, nonce: asked.nonce, isNew: asked.holder === null, isGone });
  if (named === null) return done;
  if (done.ok) await noteActivation(context, named.value.keyId, { deviceId: deviceId!, operationId: done.value.operationId });
  return toldOfKey(done);
};

import type { renewWorkstation as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Context, Handler } from '../../../core/context.ts';
import { standingOf } from '../../controllers/index.ts';
import { readAsked } from '../../enrolment/index.ts';
import { deviceActor } from '../../identity/index.ts';
import { renew } from '../renew.ts';

/** A workstation fetches its licence file anew; its own key says whose it is. */
export const renewWorkstation: Handler<typeof contract> = async (outside, { body }) => {
  const read = await readAsked(outside, body.request, ['renew'], async ([project]) =>
    project === undefined ? refuse('device-not-enrolled', { key: 'new-device', hardwareKey: '' }) : accept(project),
  );
  if (!read.ok) return read;
  const standing = standingOf(read.value);
  if (!standing.ok) return standing;
  const { asked, key } = standing.value;
  if (key !== 'current') return refuse('device-not-enrolled', { key, hardwareKey: asked.hardwareKey });
  const { project, holder } = asked;
  const customer = { id: project.customer_id, name: project.customer_name };
  const context: Context = { ...outside, actor: deviceActor({ id: holder!.device_id, name: asked.key!.name }, customer, asked.key!.id) };
  return renew(context, asked, 'same-answer');
};

import type { renewFromFile as contract } from '@muniment/contract';
import { refuse } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { readRequestFile } from '../../controllers/index.ts';
import { renew } from '../renew.ts';

/** Makes the licence file of a workstation without a connection anew, from the request that somebody carried here (C6, F14). */
export const renewFromFile: Handler<typeof contract> = async (context, { body }) => {
  const read = await readRequestFile(context, body.request, ['renew']);
  if (!read.ok) return read;
  const { asked, key } = read.value;
  if (key !== 'current') return refuse('device-not-enrolled', { key, hardwareKey: asked.hardwareKey });
  return renew(context, asked, 'refused');
};

import { createHash } from 'node:crypto';
import { accept } from '../../outcome.ts';
import { ask } from './cloud.ts';
import type { Controller } from './controller.ts';
import type { Answer } from './refusals.ts';

/** Tells the cloud what stands behind this controller, where that is not what it was told last (E4). */
export async function report(controller: Controller): Promise<Answer<null>> {
  const endpoints = controller.endpoints();
  const digest = createHash('sha256').update(JSON.stringify(endpoints)).digest('hex');
  const { reported } = controller.state();
  if (reported === digest || (reported === null && endpoints.length === 0)) return accept(null);
  const told = await ask(controller, (cloud) => cloud.reportEndpoints({ endpoints: endpoints.map((endpoint) => ({ ...endpoint })) }));
  if (!told.ok) return told;
  await controller.change({ reported: digest });
  return accept(null);
}

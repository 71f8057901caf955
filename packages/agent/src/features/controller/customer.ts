import { accept, refuse } from '../../outcome.ts';
import type { Controller } from './controller.ts';
import type { Answer } from './refusals.ts';
import { readCustomerId } from './set-up.ts';

/**
 * Stores the customer id (E1): which project the controller belongs to. What was agreed for another project is over with it, so
 * that there must be nothing left that would have to go back there.
 */
export async function saveCustomerId(controller: Controller, text: string): Promise<Answer<{ readonly customerId: string }>> {
  const read = readCustomerId(text);
  if (!read.ok) return read;
  const { customerId, license, receipt, activation, active } = controller.state();
  if (read.value === customerId) return accept({ customerId });
  const isPending = receipt !== null || activation?.items.some(({ result }) => result === 'waiting');
  const grants = Object.keys(controller.capacities()).length > 0 || active.length > 0;
  if (isPending || (license !== null && grants)) return refuse('licenses-active');
  await controller.change({ customerId: read.value, enrolment: null, activation: null, request: null });
  return accept({ customerId: read.value });
}

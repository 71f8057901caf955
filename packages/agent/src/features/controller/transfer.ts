import { accept } from '../../outcome.ts';
import type { Controller } from './controller.ts';
import { lookBeforeRemoval, type Returned, removeLicense } from './receipt.ts';
import type { Answer } from './refusals.ts';
import { synchronise } from './synchronise.ts';

/**
 * Gives every licence that came from the pool back to it (E3). The cloud is asked first, so that nothing is taken from people
 * who cannot give it back now; then the licence is removed here, and only then is that told.
 */
export async function transfer(controller: Controller): Promise<Answer<Returned>> {
  const ready = await synchronise(controller);
  if (!ready.ok) return ready;
  const removed = await removeLicense(controller);
  return removed.ok ? await synchronise(controller) : removed;
}

/**
 * Whether there is something to remove, before anybody is asked about it. `online` brings cloud and controller to agree first, as a
 * transfer does; `again` says that it is removed already, and the receipt would only be made once more.
 */
export async function checkRemoval(
  controller: Controller,
  { online }: { readonly online: boolean },
): Promise<Answer<{ readonly again: boolean }>> {
  if (online) {
    const ready = await synchronise(controller);
    if (!ready.ok) return ready;
  }
  const looked = lookBeforeRemoval(controller);
  return looked.ok ? accept({ again: 'receipt' in looked.value }) : looked;
}

import { exitCodes } from '@muniment/cli';
import { type Here, tell, tellFailure } from './context.ts';
import { type ConfirmedOptions, confirmed } from './online.ts';

/** `muniment controller upgrade VERSION`: says first whether maintenance covers it, and asks. */
export async function upgrade(here: Here, options: ConfirmedOptions & { readonly dryRun?: boolean }, version: string): Promise<number> {
  const { agent } = here;
  const looked = await agent.perform(here, 'upgrade', { version, dryRun: true });
  if (!looked.ok) return tellFailure(here, looked);
  const covers = looked.value.cover.map(({ feature, capacity, covered }) => `Maintenance covers ${covered} of ${capacity} (${feature}).`);
  if (options.dryRun) {
    tell(here, looked.value, [`The firmware may be upgraded to ${version}.`, ...covers].join(' '));
    return exitCodes.ok;
  }
  const no = await confirmed(here, options, `${[...covers, `Upgrade the firmware to ${version}?`].join(' ')}`);
  if (no !== null) return no;
  const done = await agent.perform(here, 'upgrade', { version, dryRun: false });
  if (!done.ok) return tellFailure(here, done);
  tell(here, done.value, `The firmware is ${version}.`);
  return exitCodes.ok;
}

import type { unassignLicenses as contract } from '@muniment/contract';
import type { Handler } from '../../../core/context.ts';
import { unassignAmong } from '../unassign-among.ts';

/** Takes term licences off devices or named users, all or none of them; what is left comes back to the pool (A9). */
export const unassignLicenses: Handler<typeof contract> = (context, input) => unassignAmong(context, input, context.dryRun);

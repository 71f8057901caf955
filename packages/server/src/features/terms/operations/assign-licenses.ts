import type { assignLicenses as contract } from '@muniment/contract';
import type { Handler } from '../../../core/context.ts';
import { assignAmong } from '../assign-among.ts';

/** Puts term licences of the pool on devices or named users, all or none of them (A6, A7). */
export const assignLicenses: Handler<typeof contract> = (context, input) => assignAmong(context, input, null);

import type { getMe as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { buildMe } from '../me.ts';

export const getMe: Handler<typeof contract> = async (context) => accept(await buildMe(context));

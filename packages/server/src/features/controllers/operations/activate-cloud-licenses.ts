import type { activateCloudLicenses as contract } from '@muniment/contract';
import type { Handler } from '../../../core/context.ts';
import { activate } from '../activate.ts';

/** The device takes licences from its project's pool; the cloud books first (E2). The same key brings the same answer. */
export const activateCloudLicenses: Handler<typeof contract> = (context, { body }) =>
  activate(context, context.actor.id!, { ...body, nonce: body.nonce ?? null, reason: undefined });

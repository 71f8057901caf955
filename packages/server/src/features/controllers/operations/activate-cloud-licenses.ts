import type { activateCloudLicenses as contract } from '@muniment/contract';
import { actOfDevice } from '../../enrolment/index.ts';
import { activate } from '../activate.ts';

/** The device takes licences from its project's pool; the cloud books first (E2). The same key brings the same answer. */
export const activateCloudLicenses = actOfDevice<typeof contract>((context, { body }, key) =>
  activate(context, key, { ...body, nonce: body.nonce ?? null, reason: undefined }),
);

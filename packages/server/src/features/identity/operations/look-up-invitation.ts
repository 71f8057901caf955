import type { lookUpInvitation as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { sha256Bytes } from '@muniment/platform/hash';
import { toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { findSubject } from '../credentials/store.ts';
import { loadInvitation } from '../invitations/store.ts';
import { invitationState } from '../wire.ts';

/** What an open invitation is for. One that was used, withdrawn or has run out looks like one that never was. */
export const lookUpInvitation: Handler<typeof contract> = async ({ tx, vendor, now }, { body }) => {
  const invitationId = await findSubject(tx, vendor.id, sha256Bytes(body.token), 'invitation');
  const row = invitationId === null ? null : await loadInvitation(tx, vendor.id, invitationId, null);
  if (row === null || invitationState(row, now) !== 'pending') return refuse('link-not-valid');
  return accept({
    email: row.email,
    role: row.role,
    organization: { id: toId('org', row.organization_id), name: row.organization_name },
    vendor: vendor.name,
    language: row.language,
  });
};

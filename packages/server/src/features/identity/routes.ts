import type { identityOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { acceptInvitation } from './operations/accept-invitation.ts';
import { changePassword } from './operations/change-password.ts';
import { createApiKey } from './operations/create-api-key.ts';
import { deactivatePerson } from './operations/deactivate-person.ts';
import { getMe } from './operations/get-me.ts';
import { getPerson } from './operations/get-person.ts';
import { invitePerson } from './operations/invite-person.ts';
import { listApiKeys } from './operations/list-api-keys.ts';
import { listInvitations } from './operations/list-invitations.ts';
import { listPeople } from './operations/list-people.ts';
import { lookUpInvitation } from './operations/look-up-invitation.ts';
import { reactivatePerson } from './operations/reactivate-person.ts';
import { requestPasswordReset } from './operations/request-password-reset.ts';
import { resetPassword } from './operations/reset-password.ts';
import { revokeApiKey } from './operations/revoke-api-key.ts';
import { revokeInvitation } from './operations/revoke-invitation.ts';
import { setRole } from './operations/set-role.ts';
import { signIn } from './operations/sign-in.ts';
import { signOut } from './operations/sign-out.ts';
import { updateMe } from './operations/update-me.ts';

export const identityRoutes = {
  'sign-in': signIn,
  'sign-out': signOut,
  'get-me': getMe,
  'update-me': updateMe,
  'change-password': changePassword,
  'request-password-reset': requestPasswordReset,
  'reset-password': resetPassword,
  'list-people': listPeople,
  'get-person': getPerson,
  'list-invitations': listInvitations,
  'invite-person': invitePerson,
  'revoke-invitation': revokeInvitation,
  'look-up-invitation': lookUpInvitation,
  'accept-invitation': acceptInvitation,
  'set-role': setRole,
  'deactivate-person': deactivatePerson,
  'reactivate-person': reactivatePerson,
  'list-api-keys': listApiKeys,
  'create-api-key': createApiKey,
  'revoke-api-key': revokeApiKey,
} satisfies Routes<typeof identityOperations>;

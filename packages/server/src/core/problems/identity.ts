import type { ProblemTable } from '@muniment/platform/http';
import { problem, say } from './say.ts';
import { organizationOf, roleName } from './words.ts';

const invitationStates: Readonly<Record<string, readonly [string, string]>> = {
  accepted: ['It was accepted already.', 'Sie wurde schon angenommen.'],
  revoked: ['It was revoked already.', 'Sie wurde schon zurückgezogen.'],
  expired: ['It has run out.', 'Sie ist abgelaufen.'],
};

/** People, invitations, passwords and API keys. */
export const identityProblems: ProblemTable = {
  // One answer for an unknown address, a wrong password and a person who may no longer sign in.
  'wrong-credentials': problem(
    401,
    say('That did not match', 'Das passt nicht zusammen'),
    say('The e-mail address or the password is not right.', 'Die E-Mail-Adresse oder das Passwort stimmt nicht.'),
    say('Try again, or ask for a new password.', 'Versuchen Sie es noch einmal, oder fordern Sie ein neues Passwort an.'),
  ),
  'not-a-person': problem(
    403,
    say('Only people have this', 'Das haben nur Personen'),
    say('An API key has no profile and no password.', 'Ein API-Schlüssel hat weder Profil noch Passwort.'),
    say('Sign in as a person.', 'Melden Sie sich als Person an.'),
  ),
  'link-not-valid': problem(
    404,
    say('This link is not valid', 'Dieser Link gilt nicht'),
    say('It was used, it has run out, or it never was.', 'Er wurde verwendet, ist abgelaufen oder hat nie gegolten.'),
    say('Ask for a new one.', 'Fordern Sie einen neuen an.'),
  ),
  // Never whose: an address is unique per vendor, and that is all that may be known.
  'email-taken': problem(
    409,
    say('This e-mail address is taken', 'Diese E-Mail-Adresse ist vergeben'),
    say('Somebody signs in with this address already.', 'Mit dieser Adresse meldet sich schon jemand an.'),
    say(
      'Use another address. If it is yours, sign in with it or ask for a new password.',
      'Verwenden Sie eine andere Adresse. Wenn es Ihre ist, melden Sie sich damit an oder fordern Sie ein neues Passwort an.',
    ),
  ),
  'invitation-not-pending': problem(
    409,
    say('This invitation is no longer open', 'Diese Einladung ist nicht mehr offen'),
    say(
      (facts) => invitationStates[facts.text('state')]?.[0] ?? 'It was accepted, revoked or has run out.',
      (facts) => invitationStates[facts.text('state')]?.[1] ?? 'Sie wurde angenommen, zurückgezogen oder ist abgelaufen.',
    ),
    say(
      'To take somebody’s access away, deactivate the person; to ask again, send a new invitation.',
      'Um jemandem den Zugang zu nehmen, sperren Sie die Person. Um noch einmal zu fragen, laden Sie neu ein.',
    ),
  ),
  'role-not-for-organization': problem(
    422,
    say('This role does not exist there', 'Diese Rolle gibt es dort nicht'),
    say(
      (facts) =>
        `The organization is ${organizationOf(facts.text('organizationKind'), 'en')}, which has no role ${roleName(facts.text('role'), 'en')}.`,
      (facts) =>
        `Die Organisation ist ${organizationOf(facts.text('organizationKind'), 'de')} und kennt die Rolle ${roleName(facts.text('role'), 'de')} nicht.`,
    ),
    say(
      (facts) => `Choose ${facts.anyOf('roles', (role) => roleName(role, 'en'))}.`,
      (facts) => `Wählen Sie ${facts.anyOf('roles', (role) => roleName(role, 'de'))}.`,
    ),
  ),
  'last-administrator': problem(
    409,
    say('The vendor needs an administrator', 'Der Hersteller braucht eine Administration'),
    say('This is the last person with the role administrator.', 'Das ist die letzte Person mit der Rolle Administration.'),
    say('Give the role to somebody else first.', 'Geben Sie die Rolle zuerst jemand anderem.'),
  ),
  'cannot-deactivate-yourself': problem(
    422,
    say('You cannot deactivate yourself', 'Sie können sich nicht selbst sperren'),
    say('You would be signed out and could not take it back.', 'Sie wären abgemeldet und könnten es nicht zurücknehmen.'),
    say('Ask a colleague to do it.', 'Bitten Sie eine Kollegin oder einen Kollegen darum.'),
  ),
  'expiry-in-the-past': problem(
    422,
    say('The end lies in the past', 'Das Ende liegt in der Vergangenheit'),
    say('The API key would have ended before it was made.', 'Der API-Schlüssel wäre abgelaufen, bevor es ihn gibt.'),
    say('Choose a later instant, or none.', 'Wählen Sie einen späteren Zeitpunkt oder keinen.'),
  ),
};

import type { ProblemTable } from '@muniment/platform/http';
import { problem, say } from './say.ts';

/** Organizations, allowances, and who serves whom. */
export const organizationProblems: ProblemTable = {
  'organization-not-found': problem(
    404,
    say('There is no such organization', 'Diese Organisation gibt es nicht'),
    say(
      'No organization with this id exists, or you cannot see it.',
      'Unter dieser ID gibt es keine Organisation, oder Sie sehen sie nicht.',
    ),
    say('Choose one from the list of organizations.', 'Wählen Sie eine aus der Liste der Organisationen.'),
  ),
  'name-taken': problem(
    409,
    say('This name is taken', 'Dieser Name ist vergeben'),
    say('Another organization has this name.', 'Eine andere Organisation heißt schon so.'),
    say('Choose another name.', 'Wählen Sie einen anderen Namen.'),
  ),
  'allowance-exists': problem(
    409,
    say('They may ship already', 'Das Liefern ist schon erlaubt'),
    say(
      'Between these two there is an allowance that has not ended.',
      'Zwischen diesen beiden besteht eine Freigabe, die nicht beendet ist.',
    ),
    say('Nothing is to be done.', 'Es ist nichts zu tun.'),
  ),
  'allowance-not-possible': problem(
    422,
    say('These two cannot ship to each other', 'Zwischen diesen beiden lässt sich nicht liefern'),
    say(
      'An allowance leads from the vendor to a distributor or dealer, or from a distributor to a dealer or distributor.',
      'Eine Freigabe führt vom Hersteller zu einem Distributor oder Händler, oder von einem Distributor zu einem Händler oder Distributor.',
    ),
    say('Choose two such organizations.', 'Wählen Sie zwei solche Organisationen.'),
  ),
  'already-serves': problem(
    409,
    say('The partner looks after this customer already', 'Der Partner betreut diesen Kunden schon'),
    say('The care began before and has not ended.', 'Die Betreuung hat schon begonnen und ist nicht beendet.'),
    say('Nothing is to be done.', 'Es ist nichts zu tun.'),
  ),
  'serves-not-possible': problem(
    422,
    say('This organization cannot look after that one', 'Diese Organisation kann jene nicht betreuen'),
    say(
      'A distributor or dealer looks after a customer; no other kinds of organization fit.',
      'Ein Distributor oder Händler betreut einen Kunden; andere Arten von Organisationen passen nicht.',
    ),
    say('Choose a distributor or dealer, and a customer.', 'Wählen Sie einen Distributor oder Händler und einen Kunden.'),
  ),
  'already-ended': problem(
    409,
    say('It has ended already', 'Es ist schon beendet'),
    say('Nothing was changed.', 'Es wurde nichts geändert.'),
    say('Nothing is to be done.', 'Es ist nichts zu tun.'),
  ),
};

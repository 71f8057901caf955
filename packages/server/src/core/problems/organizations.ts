import type { ProblemTable } from '@muniment/platform/http';
import { problem, say } from './say.ts';
import { organizationOf } from './words.ts';

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
    say(
      (facts) => `Another distributor or dealer is called ${facts.text('name')}.`,
      (facts) => `Ein anderer Distributor oder Händler heißt ${facts.text('name')}.`,
    ),
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
    say('Between these two nothing can be shipped', 'Zwischen diesen beiden lässt sich nichts liefern'),
    say(
      (facts) => {
        if (facts.text('reason') === 'same-organization') return 'An organization needs no leave to ship to itself.';
        const who = organizationOf(facts.text('kind'), 'en');
        return facts.text('side') === 'to' ? `The receiver is ${who}, which has no bin.` : `The shipper is ${who}, which ships to nobody.`;
      },
      (facts) => {
        if (facts.text('reason') === 'same-organization') return 'An sich selbst braucht niemand zu liefern.';
        const who = organizationOf(facts.text('kind'), 'de');
        return facts.text('side') === 'to'
          ? `Der Empfänger ist ${who} und hat keinen Bestand.`
          : `Der Lieferant ist ${who} und liefert an niemanden.`;
      },
    ),
    say(
      'Choose the vendor, a distributor or a dealer to ship, and another distributor or dealer to receive.',
      'Wählen Sie den Hersteller, einen Distributor oder Händler als Lieferanten und einen anderen Distributor oder Händler als Empfänger.',
    ),
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
      (facts) => {
        const who = organizationOf(facts.text('kind'), 'en');
        return facts.text('side') === 'partner'
          ? `Whoever looks after a customer is a partner; this is ${who}.`
          : `A partner looks after customers; this is ${who}.`;
      },
      (facts) => {
        const who = organizationOf(facts.text('kind'), 'de');
        return facts.text('side') === 'partner'
          ? `Kunden werden von Partnern betreut; dies ist ${who}.`
          : `Partner betreuen Kunden; dies ist ${who}.`;
      },
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

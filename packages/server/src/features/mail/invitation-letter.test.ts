import { describe, expect, it } from 'vitest';
import { invitationMail } from './letters.ts';

const facts = {
  vendor: 'Arena Boards',
  organization: 'Arena Boards',
  invitedBy: 'Arena Boards',
  days: 7,
  url: 'http://arena.localhost/invitation',
};

describe('the letter of an invitation', () => {
  it('names a vendor that invites for itself once', () => {
    expect(invitationMail('en', facts).text).toContain('You are invited to work with the licences of Arena Boards.');
    expect(invitationMail('de', facts).text).toContain('Sie sind eingeladen, mit den Lizenzen von Arena Boards zu arbeiten.');
    const byAda = { ...facts, invitedBy: 'Ada' };
    expect(invitationMail('en', byAda).text).toContain('Ada invites you to work with the licences of Arena Boards.');
  });

  it('names who invites, and for which partner', () => {
    const dealer = { ...facts, organization: 'Dealer One', invitedBy: 'Ada' };
    expect(invitationMail('en', dealer).text).toContain('Ada invites you to work with the licences of Arena Boards for Dealer One.');
    expect(invitationMail('de', dealer).text).toContain('Ada lädt Sie ein, für Dealer One mit den Lizenzen von Arena Boards zu arbeiten.');
  });
});

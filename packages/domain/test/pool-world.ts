import {
  giveLicenses,
  inTransitFrom,
  isOffer,
  lapseTransfer,
  placeKey,
  poolOf,
  settleTransfer,
  type TransferEnd,
  type TransferEnding,
  transferLicenses,
  transferUntil,
} from '../src/ledger/index.ts';
import { TermWorld } from './term-world.ts';
import type { Outcome } from './world.ts';

interface Offer {
  readonly id: string;
  readonly fromProjectId: string;
  readonly toProjectId: string;
  readonly until: ReturnType<typeof transferUntil>;
  readonly lines: readonly { readonly lotId: string; readonly quantity: number }[];
  decision: TransferEnding | null;
}

/** A vendor's books with licences that pass from bins to projects, and from project to project. */
export class PoolWorld extends TermWorld {
  readonly offers: Offer[] = [];

  give(organizationId: string, projectId: string, lotId: string, quantity: number): Outcome {
    const sources = this.bin(organizationId);
    const command = { lines: [{ lotId, quantity }], lotIds: sources.map(() => this.freshId('lot')) };
    return this.record(giveLicenses({ catalog: this.pack, projectId, sources }, command, this.now));
  }

  transferOrOffer(from: TransferEnd, to: TransferEnd, lotId: string, quantity: number): Outcome {
    const targets = [poolOf(to.projectId), inTransitFrom(from.projectId)].map(placeKey);
    const state = {
      catalog: this.pack,
      from,
      to,
      sources: this.pool(from.projectId),
      targets: this.balancesOf((account) => targets.includes(placeKey(account))),
    };
    const id = this.freshId('trf');
    const outcome = this.record(transferLicenses(state, { lines: [{ lotId, quantity }], transferId: id }, this.now));
    if (outcome.ok && isOffer(outcome.value.postings)) {
      const until = transferUntil(this.today, this.pack.terms.transfer.lapseDays);
      const ends = { fromProjectId: from.projectId, toProjectId: to.projectId };
      this.offers.push({ id, ...ends, until, lines: [{ lotId, quantity }], decision: null });
    }
    return outcome;
  }

  settle(offer: Offer, ending: TransferEnding): Outcome {
    const state = { catalog: this.pack, transfer: offer, balances: this.every(() => true) };
    const decided = ending === 'lapse-transfer' ? lapseTransfer(state, this.now) : settleTransfer(ending, state, this.now);
    const outcome = this.record(decided);
    if (outcome.ok) offer.decision = ending;
    return outcome;
  }
}

import { accept } from '@muniment/domain/refusal';
import { orNotStored } from '../../machine/index.ts';
import type { Asking, Online } from '../servers.ts';
import { type Asker, openAsker, type SeatSettings } from './asker.ts';
import { keeperOf } from './keeper.ts';
import { releaseQuietly, tidyPlace } from './records.ts';
import { synchronise } from './synchronise.ts';
import { releasePlace, type Taken, takeLease } from './take-lease.ts';
import { uptime } from './uptime.ts';
import { holdBorrowed } from './use-borrowed.ts';
import { type CheckOutWish, type HeldSeat, wantedBy } from './wishes.ts';

/** Keeps what was taken, until it is given back or lost. */
function hold(asker: Asker, taken: Taken, { onLost, idleSeconds = () => null }: CheckOutWish): HeldSeat {
  const { place, record, lock, heartbeatSeconds } = taken;
  const { leaseId, feature, seats, user, host } = record;
  const keeper = keeperOf(asker);
  let [until, state] = [taken.until, 'held' as 'held' | 'lost' | 'released'];
  keeper.keep({
    leaseId,
    heartbeatSeconds,
    idleSeconds,
    until: () => until,
    prolonged(later) {
      until = later;
    },
    lost(loss) {
      if (state !== 'held') return;
      state = 'lost';
      try {
        // First of all: whatever becomes of the folder, the program has no seat any more.
        onLost?.(loss);
      } finally {
        // What the server has not said is lost may be had again under the same id.
        if (loss.why === 'unreachable' || loss.why === 'refused') releaseQuietly(lock);
        else tidyPlace({ place, lock });
      }
    },
  });
  return {
    leaseId,
    feature,
    seats,
    user,
    host,
    borrowedUntil: null,
    isHeld: () => state === 'held' && uptime() < until,
    async release() {
      if (state !== 'held') return accept(false);
      state = 'released';
      keeper.forget(leaseId);
      return releasePlace(asker, { place, record, lock });
    },
  };
}

/** What the server may put right: a document that has ended, or a clock that nobody believes. */
const mayCome = (code: string | undefined): boolean => code === 'expired' || code === 'clock-set-back' || code === 'time-files-gone';

/** A document that has ended may be renewed, and a seat whose time is over goes back before another is asked for. */
async function afterContact(...[settings, wanted, wish, asking]: Parameters<typeof holdBorrowed>): ReturnType<typeof holdBorrowed> {
  await synchronise(settings, asking);
  return holdBorrowed(settings, wanted, wish, asking);
}

/**
 * Takes seats for this process and keeps them (C3, C7): those that are borrowed here, without a network, else those that the server gives.
 * Heartbeats of all leases of a process go together. `onLost` comes no later than the server may give the seats to somebody else.
 */
export async function checkOut(settings: SeatSettings, wish: CheckOutWish, asking: Asking = {}): Promise<Online<HeldSeat>> {
  const { folder } = settings;
  const wanted = wantedBy(wish, settings);
  return orNotStored(folder, async (): Promise<Online<HeldSeat>> => {
    const borrowed = await holdBorrowed(settings, wanted, wish, asking);
    if (borrowed?.ok) return borrowed;
    const asker = await openAsker(settings, asking);
    if (!asker.ok) return borrowed ?? asker;
    const here = mayCome(borrowed?.refusal.code) ? ((await afterContact(settings, wanted, wish, asking)) ?? borrowed) : borrowed;
    if (here?.ok) return here;
    const taken = await takeLease(folder, asker.value, wanted, wish);
    if (taken.ok) return accept(hold(asker.value, taken.value, wish));
    // Without a network, why the borrowed seat does not do says more than that there is none.
    const isAway = 'refusal' in taken && taken.refusal.code === 'unreachable';
    return isAway && here !== null ? here : taken;
  });
}

import { hostname, userInfo } from 'node:os';
import type { Online } from '../servers.ts';
import type { SeatSettings } from './asker.ts';
import type { Loss } from './keeper.ts';
import type { Wanted } from './records.ts';
import type { Waiting } from './take-lease.ts';

/** What is wanted: of whom and where, this computer says unless the program does. */
export interface SeatWish extends Waiting, Partial<Wanted> {
  readonly feature: string;
}

/** A wish for a seat that is used here and now. */
export interface CheckOutWish extends SeatWish {
  /** The seat is held no longer: once, and never after it was given back. */
  readonly onLost?: (loss: Loss) => void;
  /** For how many seconds nobody has used the program; null where it cannot tell. Asked with every heartbeat. */
  readonly idleSeconds?: () => number | null;
}

/** Seats that a program holds. */
export interface HeldSeat {
  readonly leaseId: string;
  readonly feature: string;
  readonly seats: number;
  readonly user: string;
  readonly host: string;
  /** Until when the seats may be away, where they are borrowed and no server was asked; null on the network. */
  readonly borrowedUntil: string | null;
  /** Whether they may still be used. */
  isHeld(): boolean;
  /** Gives them back; a borrowed seat stays on this workstation, for its next program. False: there was nothing to give back. */
  release(): Promise<Online<boolean>>;
}

/** Who works here, as the system says. */
function userHere(env: Readonly<Record<string, string | undefined>>): string {
  try {
    return userInfo().username;
  } catch {
    // A user without a name, as in some containers.
    return env['USER'] || env['LOGNAME'] || 'unknown';
  }
}

/** A wish with everything in it that is not said. */
export function wantedBy(wish: SeatWish, { env = {} }: SeatSettings): Wanted {
  const { feature, seats = 1, user = userHere(env), host = hostname(), groups = [] } = wish;
  return { feature, seats, user, host, groups };
}

import { readFileSync } from 'node:fs';
import { serverUrl, UsageError } from '@muniment/cli';
import { addressOf, askingOf, type CommonOptions, type Here, tellNotes } from '../context.ts';
import { ensureSetUp } from '../set-up.ts';

/** What every command that takes seats is told. */
export interface SeatOptions extends CommonOptions {
  readonly server?: readonly string[];
  readonly customerId?: string;
  readonly seats?: string;
  readonly user?: string;
  readonly host?: string;
  readonly group?: readonly string[];
  readonly queue?: boolean;
}

/** A key of the environment, or of a file that the environment names; none where the workstation asks by its own token. */
function keyIn({ io, say }: Here): string | undefined {
  const { MUNIMENT_API_KEY: key, MUNIMENT_API_KEY_FILE: file } = io.env;
  if (key || !file) return key || undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new UsageError(say.notRead(file, (error as Error).message));
  }
}

/** Several addresses stand one after another. */
const addressesIn = (here: Here, text: string): string[] =>
  text
    .split(/[\s,]+/)
    .filter((one) => one !== '')
    .map((one) => addressOf(here, one));

/** Where seats are taken: as told, else where this workstation has its own from, else where every command asks. */
export async function settingsOf(here: Here, { server = [], customerId }: Pick<SeatOptions, 'server' | 'customerId'>) {
  const { agent, io, place } = here;
  const apiKey = keyIn(here);
  const told =
    server.length > 0
      ? server.map((one) => addressOf(here, one))
      : apiKey === undefined
        ? []
        : addressesIn(here, io.env.MUNIMENT_URL ?? '');
  const opened = await agent.openWorkstation(place);
  const borrowed = await agent.borrowedHere(place);
  const isKnown = (opened.ok && opened.value.state().servers.length > 0) || (borrowed.ok && borrowed.value.servers.length > 0);
  return {
    ...place,
    servers: told.length > 0 || isKnown ? told : [serverUrl(io.env, undefined)],
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(customerId === undefined ? {} : { enrolling: { customerId } }),
  };
}

/** A workstation without a licence of its own is set up where the project's customer id is shown: that lets it in. */
export async function letIn(here: Here, options: SeatOptions) {
  const { agent, place } = here;
  const opened = await agent.openWorkstation(place);
  const isNew = !opened.ok && opened.refusal.code === 'not-set-up';
  if (!isNew || options.customerId === undefined || keyIn(here) !== undefined) return { ok: true as const, value: here };
  const set = await ensureSetUp(here, options);
  // Beside what the command prints, which is for whoever reads that.
  if (set.ok) tellNotes(here);
  return set;
}

/** What is wanted, as far as it is said. */
export function wishOf({ say }: Here, feature: string, { seats, user, host, group, queue }: SeatOptions) {
  const count = seats === undefined ? 1 : Number(seats);
  if (!Number.isSafeInteger(count) || count < 1) throw new UsageError(say.noSeats(seats!));
  return {
    feature,
    seats: count,
    ...(user === undefined ? {} : { user }),
    ...(host === undefined ? {} : { host }),
    ...(group === undefined ? {} : { groups: group }),
    ...(queue === true ? { queue: true } : {}),
  };
}

/** A person waits before the screen for no longer than this where it is not what was asked for. */
export const brieflyAsking = (here: Here) => ({ ...askingOf(here), timeoutMs: 5000, retry: { attempts: 1 } });

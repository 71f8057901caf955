import { createClient } from '@muniment/client';

/** Whether one of the vendor's addresses answers, and how its clock and this one differ. */
export interface Reached {
  readonly server: string;
  readonly ok: boolean;
  /** Why not. */
  readonly reason: string | null;
  /** How far the server's clock is ahead of this one, behind if below 0, in milliseconds; null where it does not say. */
  readonly aheadBy: number | null;
}

/** Asks each address for the vendor's keys, as anybody may; a few seconds each. `clock` is what this machine takes the time to be. */
export async function askVendor(servers: readonly string[], vendor: string, clock: () => number = Date.now): Promise<readonly Reached[]> {
  return Promise.all(
    servers.map(async (server): Promise<Reached> => {
      let aheadBy: number | null = null;
      const noting: typeof fetch = async (...asked) => {
        const response = await fetch(...asked);
        const told = Date.parse(response.headers.get('Date') ?? '');
        aheadBy = Number.isNaN(told) ? null : told - clock();
        return response;
      };
      const client = createClient({ baseUrl: server, timeoutMs: 5000, retry: { attempts: 1 }, fetch: noting });
      const answer = await client.getKeySet({ vendor });
      return { server, ok: answer.ok, reason: answer.ok ? null : answer.problem.detail, aheadBy };
    }),
  );
}

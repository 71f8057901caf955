import { createClient } from '@muniment/client';

/** Whether one of the vendor's addresses answers, and how its clock and this one differ. */
export interface Reached {
  readonly server: string;
  readonly ok: boolean;
  /** Why not. */
  readonly reason: string | null;
}

/** Asks each address for the vendor's keys, as anybody may; a few seconds each. */
export async function askVendor(servers: readonly string[], vendor: string): Promise<readonly Reached[]> {
  return Promise.all(
    servers.map(async (server): Promise<Reached> => {
      const client = createClient({ baseUrl: server, timeoutMs: 5000, retry: { attempts: 1 } });
      const answer = await client.getKeySet({ vendor });
      return { server, ok: answer.ok, reason: answer.ok ? null : answer.problem.detail };
    }),
  );
}

import { exitCodes, UsageError } from '@muniment/cli';
import { type CommonOptions, type Here, keyOf, readBytes, save, tell, tellFailure } from './context.ts';
import { ensureSetUp, type SetUpOptions } from './set-up.ts';
import { oneOfFile } from './whose.ts';

export interface RequestOptions extends SetUpOptions {
  readonly customerId?: string;
  readonly name?: string;
  readonly renew?: boolean;
  readonly repair?: string;
  readonly output?: string;
}

/** `muniment request [KEY]`: a file to carry to the portal (C6). */
export async function request(given: Here, options: RequestOptions, typed: string | undefined): Promise<number> {
  const { agent, say } = given;
  if (options.repair?.trim() === '') throw new UsageError(say.noRepair);
  const set = await ensureSetUp(given, options);
  if (!set.ok) return tellFailure(given, set);
  const here = set.value;
  const { place } = here;
  const licenseKey = typed === undefined ? undefined : await keyOf(here, typed);
  const { customerId, name, repair, renew } = options;
  const asked = {
    purpose: renew || repair !== undefined ? ('renew' as const) : ('licenses' as const),
    ...(licenseKey === undefined ? {} : { licenseKey }),
    ...(customerId === undefined ? {} : { customerId }),
    ...(name === undefined ? {} : { name }),
    ...(repair === undefined ? {} : { repair }),
  };
  const made = await agent.withWorkstation(place, (workstation) => agent.requestFile(workstation, asked));
  if (!made.ok) return tellFailure(here, made);
  const file = save(here, made.value.fileName, made.value.text, options.output);
  tell(here, { file }, `${file}\n${say.requestNext}`);
  return exitCodes.ok;
}

/** `muniment import FILE`: the licence file that answers, or the list of what was revoked (F10). */
export async function importFile(given: Here, options: CommonOptions, path: string): Promise<number> {
  // A licence file of that size is refused by who reads it; a list of what counts no more may be as long.
  const bytes = readBytes(given, path, given.agent.largestRevocations);
  const one = oneOfFile(given, options, bytes);
  if (!one.ok) return tellFailure(given, one);
  const here = one.value;
  const { agent, place, say } = here;
  const done = await agent.importFileInto(place, bytes);
  if (!done.ok) return tellFailure(here, done);
  if (done.value.kind === 'revocations') {
    const { number, entries, unchanged: known } = done.value.revocations;
    tell(here, { revocations: { number, entries, unchanged: known } }, known ? say.unchanged : `${say.listImported} ${number}`);
    return exitCodes.ok;
  }
  const { payload, unchanged, healed } = done.value.license;
  const lines = [unchanged ? say.unchanged : say.imported, ...(healed ? [say.healed] : [])];
  tell(here, { serial: payload.serial, unchanged, healed }, lines.join('\n'));
  return exitCodes.ok;
}

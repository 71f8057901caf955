import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import type { Client } from '../../client.ts';
import { briefPatience, holdFolder } from '../../machine/index.ts';
import type { Problem } from '../../types.ts';
import { askToken, type Enrolling } from '../online.ts';
import type { WorkstationRefusal } from '../refusals.ts';
import { type Asking, askServers, type Online } from '../servers.ts';
import { openWorkstation, type Settings, type Workstation, withWorkstation } from '../workstation.ts';
import { readBorrower } from './records.ts';

/** Where a program takes its seats: a folder, and a server that it may ask. */
export interface SeatSettings extends Settings {
  /** Addresses of the vendor's server, the first first; those of the workstation if left out. */
  readonly servers?: readonly string[];
  /** A key of the scope `seats`; without one the workstation asks by its own token. */
  readonly apiKey?: string;
  /** What lets a workstation in that has no licence of its own. */
  readonly enrolling?: Enrolling;
}

type Called<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** Somebody who may ask for seats. */
export interface Asker {
  /** Tells askers apart, and no secret. */
  readonly by: string;
  readonly servers: readonly string[];
  /** The workstation whose token is used; null for a program with a key. */
  readonly workstation: Workstation | null;
  ask<T>(call: (client: Client) => Promise<Called<T>>, asking?: Asking): Promise<Online<T>>;
}

/** The address that answered last, by those there are: the next one asked is asked first. */
const answeredLast = new Map<string, string>();

function ordered(servers: readonly string[]): readonly string[] {
  const last = answeredLast.get(servers.join(' '));
  return last === undefined ? servers : [last, ...servers.filter((one) => one !== last)];
}

const isVoid = (answer: Online<unknown>): boolean => !answer.ok && 'problem' in answer && answer.problem.code === 'not-signed-in';

/**
 * Asks for the next token, one program at a time, since each makes the one before void. The folder is not held meanwhile: another command may
 * have it, and wait for the network. Where it has it still, the token is this program's alone.
 */
async function nextToken(settings: SeatSettings, old: string | null, asking: Asking): Promise<Online<string>> {
  const { folder } = settings;
  const held = await holdFolder(join(folder, 'token'), settings);
  if (!held.ok) return held;
  if (!('lock' in held.value)) return refuse('folder-in-use', { folder, ...held.value });
  try {
    const opened = await openWorkstation(settings);
    if (!opened.ok) return opened;
    // Another program may have been faster.
    const kept = opened.value.state().token;
    if (kept !== null && kept !== old) return accept(kept);
    const fetched = await askToken(opened.value, settings.enrolling, asking);
    if (!fetched.ok) return fetched;
    await withWorkstation<null>({ ...settings, patience: briefPatience }, async ({ change }) => {
      await change({ token: fetched.value });
      return accept(null);
    });
    return fetched;
  } finally {
    held.value.lock.release();
  }
}

/** The workstation's token: the one there is, or, where there is none or it is void, a new one. */
function createToken(settings: SeatSettings, workstation: Workstation, asking: Asking) {
  let token = workstation.state().token;
  return async (again: boolean): Promise<Online<string>> => {
    if (token !== null && !again) return accept(token);
    const fetched = await nextToken(settings, token, asking);
    if (fetched.ok) token = fetched.value;
    return fetched;
  };
}

/** Whether a folder is set up, and how its workstation stands. */
async function workstationIn(settings: SeatSettings): Promise<Decision<Workstation | null, WorkstationRefusal>> {
  const opened = await openWorkstation(settings);
  return opened.ok || opened.refusal.code !== 'not-set-up' ? opened : accept(null);
}

/** Who asks from this folder: a program with a key, or the workstation itself. */
export async function openAsker(settings: SeatSettings, asking: Asking = {}): Promise<Decision<Asker, WorkstationRefusal>> {
  const { folder, apiKey } = settings;
  const opened = await workstationIn(settings);
  // A key asks for itself: what is the matter with the workstation is no reason to refuse it.
  if (!opened.ok && !apiKey) return opened;
  const workstation = opened.ok ? opened.value : null;
  const named = settings.servers ?? [];
  const kept = readBorrower(folder);
  const by = apiKey ? createHash('sha256').update(apiKey).digest('hex').slice(0, 16) : (workstation?.identity.hardwareKey ?? '');
  const borrowedFrom = kept.state === 'read' ? kept.content.servers : {};
  const own = workstation?.state().servers ?? [];
  // A key is one vendor's, and the workstation may be another's.
  const ofKey = apiKey ? (borrowedFrom[by] ?? []) : [];
  const known = [named, ofKey, own, ...Object.values(borrowedFrom)];
  const servers = known.find((list) => list.length > 0) ?? [];
  if (servers.length === 0) return refuse('no-server');
  if (!apiKey && workstation === null) return refuse('no-seat-key', { folder });
  const tokenOf = apiKey || workstation === null ? async () => accept(apiKey!) : createToken({ ...settings, servers }, workstation, asking);
  return accept({
    by,
    servers,
    workstation: apiKey ? null : workstation,
    async ask(call, more = {}) {
      const once = async (again: boolean) => {
        const credential = await tokenOf(again);
        if (!credential.ok) return credential;
        const note = (address: string) => void answeredLast.set(servers.join(' '), address);
        const answered = await askServers(ordered(servers), { ...asking, ...more }, call, credential.value, note);
        const isAway = !answered.ok && 'refusal' in answered && answered.refusal.code === 'unreachable';
        return isAway ? refuse('unreachable', { ...answered.refusal.facts, of: 'seats' }) : answered;
      };
      const answer = await once(false);
      return isVoid(answer) && !apiKey ? once(true) : answer;
    },
  });
}

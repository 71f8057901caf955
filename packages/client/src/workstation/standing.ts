import type { FingerprintComparison } from '@muniment/domain/fingerprint';
import { accept, type Decision } from '@muniment/domain/refusal';
import { instantText } from '../machine/index.ts';
import { type Right, rightsAt, type Standing, standingAt } from '../vendor/index.ts';
import type { Surroundings } from './fingerprint/index.ts';
import { compareHere } from './here.ts';
import type { WorkstationRefusal } from './refusals.ts';
import { licenseRevoked } from './revocations.ts';
import { openWorkstation, type Settings, type Workstation } from './workstation.ts';

/** Whether a program may run here now, and what it may do; a no is an answer, too. */
export interface WorkstationStanding {
  readonly valid: boolean;
  readonly code: Standing | WorkstationRefusal;
  /** What the code depends on. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The time that it was judged by. */
  readonly at: string;
  /** Empty where it is not valid. */
  readonly rights: readonly Right[];
  /** How the machine compares with the one that the licence is for; null where there is no licence to compare by. */
  readonly machine: FingerprintComparison | null;
  readonly surroundings: Surroundings;
}

/** Answers a program from what is on this machine, without a network (C4, F14). What was seen of the time is kept. */
export async function standingOf(workstation: Workstation): Promise<WorkstationStanding> {
  const { clock } = workstation;
  clock.note();
  const { clock: shown, latest, now, isSetBack } = clock.time();
  const license = workstation.license();
  const { surroundings, machine } =
    license === null ? { ...(await workstation.fingerprint()), machine: null } : await compareHere(workstation, license.payload);
  const common = { at: instantText(now), machine: machine?.ok ? machine.value : null, surroundings };
  const no = (code: WorkstationStanding['code'], facts: WorkstationStanding['facts'] = {}): WorkstationStanding => ({
    ...common,
    valid: false,
    code,
    facts,
    rights: [],
  });
  const refusal = workstation.licenseRefusal();
  if (refusal !== null) return no(refusal.code, refusal.facts);
  if (license === null || machine === null) return no('not-active');
  if (!machine.ok) return no(machine.refusal.code, machine.refusal.facts);
  const revoked = workstation.revocationsRefusal() ?? licenseRevoked(workstation, license.payload);
  if (revoked !== null) return no(revoked.code, revoked.facts);
  if (isSetBack)
    return no(clock.isLost() ? 'time-files-gone' : 'clock-set-back', { clock: instantText(shown), latest: instantText(latest) });
  const code = standingAt(license.payload, now);
  return code === 'valid' ? { ...common, valid: true, code, facts: {}, rights: rightsAt(license.payload, now) } : no(code);
}

/**
 * The same from the folder, for whoever asks often: it waits for nobody, and needs to write nothing. Another program may hold the folder
 * and wait for the network meanwhile; every file is replaced in one step.
 */
export async function askStanding(settings: Settings): Promise<Decision<WorkstationStanding, WorkstationRefusal>> {
  const opened = await openWorkstation(settings);
  return opened.ok ? accept(await standingOf(opened.value)) : opened;
}

import { instantText, whyNotWritable } from '../machine/index.ts';
import { standingAt } from '../vendor/index.ts';
import { compareHere } from './here.ts';
import { hiddenKey } from './online.ts';
import type { WorkstationRefusal } from './refusals.ts';
import { licenseRevoked } from './revocations.ts';
import { openWorkstation, type Settings, type Workstation } from './workstation.ts';

/** What was looked at, and what was found; the words for it are the program's. */
export interface Diagnosis {
  /** `folder`: set up, its files whole, and room for new ones. `time-files`: both marks of the time there. `licence`: one is here, and is genuine. `revocations`: it was not revoked. */
  readonly check: 'folder' | 'time-files' | 'clock' | 'licence' | 'revocations' | 'machine' | 'term';
  readonly ok: boolean;
  /** What is the matter; null where nothing is. */
  readonly code: WorkstationRefusal | 'not-active' | 'not-yet-valid' | 'expired' | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

const fine = (check: Diagnosis['check'], facts: Diagnosis['facts'] = {}): Diagnosis => ({ check, ok: true, code: null, facts });

const amiss = (check: Diagnosis['check'], code: NonNullable<Diagnosis['code']>, facts: Diagnosis['facts'] = {}): Diagnosis => ({
  check,
  ok: false,
  code,
  facts,
});

function ofTime({ clock, folder }: Workstation): readonly Diagnosis[] {
  const damage = clock.damage();
  const { clock: shown, latest, isSetBack } = clock.time();
  const both = { clock: instantText(shown), latest: instantText(latest) };
  if (clock.isLost()) return [amiss('time-files', 'time-files-gone', both)];
  return [
    damage === null ? fine('time-files') : amiss('time-files', 'file-damaged', { folder, ...damage }),
    isSetBack ? amiss('clock', 'clock-set-back', both) : fine('clock', both),
  ];
}

async function ofLicense(workstation: Workstation): Promise<readonly Diagnosis[]> {
  const license = workstation.license();
  const refusal = workstation.licenseRefusal();
  const { request, receipt, exchange } = workstation.state();
  const waiting = {
    requestPending: request !== null,
    receiptPending: receipt !== null,
    exchangePending: exchange === null ? null : exchange.kind,
    licenseKey: exchange?.kind === 'activate' ? hiddenKey(exchange.licenseKey) : null,
  };
  if (refusal !== null) return [amiss('licence', refusal.code, { ...refusal.facts, ...waiting })];
  if (license === null) return [amiss('licence', 'not-active', waiting)];
  const { payload } = license;
  const { machine, untold, surroundings } = await compareHere(workstation, payload);
  const seen = { untold, surroundings };
  const revoked = workstation.revocationsRefusal() ?? licenseRevoked(workstation, payload);
  const term = standingAt(payload, workstation.clock.time().now);
  return [
    fine('licence', { serial: payload.serial, ...waiting }),
    revoked === null
      ? fine('revocations', { number: workstation.revocations()?.number ?? null })
      : amiss('revocations', revoked.code, revoked.facts),
    machine.ok
      ? fine('machine', { ...machine.value, ...seen })
      : amiss('machine', machine.refusal.code, { ...machine.refusal.facts, ...seen }),
    term === 'valid'
      ? fine('term', { exp: payload.exp ?? null })
      : amiss('term', term, { exp: payload.exp ?? null, nbf: payload.nbf ?? null }),
  ];
}

/** A folder that takes nothing more licenses what it did, and can be renewed no more; nor does it keep what was seen of the time. */
function ofFolder(folder: string): Diagnosis {
  const reason = whyNotWritable(folder);
  return reason === null ? fine('folder', { folder }) : amiss('folder', 'not-stored', { folder, reason });
}

/** Looks at everything that can keep a program from working on this machine, one after another, and changes nothing (C11). */
export async function diagnose(settings: Settings): Promise<readonly Diagnosis[]> {
  const opened = await openWorkstation(settings);
  if (!opened.ok) return [amiss('folder', opened.refusal.code, opened.refusal.facts)];
  const workstation = opened.value;
  return [ofFolder(settings.folder), ...ofTime(workstation), ...(await ofLicense(workstation))];
}

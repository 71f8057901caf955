import { dayBefore, instantText, isDay } from '@muniment/client/machine';
import { type Right, rightsAt, standingAt } from '@muniment/client/vendor';
import type { LicensePayload, Serial } from '@muniment/client/verify';
import type { Refusal } from '../../outcome.ts';
import type { InstalledLicense, Manager } from './manager.ts';
import type { LicenseManagerRefusal } from './refusals.ts';
import { judge, type Question, type RightCode } from './rights.ts';

/** A licence file as people and programs are told of it. */
export interface LicenseFacts {
  readonly id: string;
  readonly vendor: string;
  readonly product: string;
  readonly hardwareKey: string;
  readonly serial: Serial;
  readonly issuedAt: string;
  readonly validFrom: string | null;
  /** The first instant without, null where something is granted for good. */
  readonly validUntil: string | null;
  /** The last day with, in the vendor's calendar. */
  readonly lastDay: string | null;
  readonly test: boolean;
}

const instantOf = (seconds: number | undefined): string | null => (seconds === undefined ? null : instantText(seconds * 1000));

/** What a file says of itself. */
export function licenseFacts(payload: LicensePayload): LicenseFacts {
  const { jti, iss, aud, sub, serial, iat, nbf, exp, changes, test } = payload;
  const end = changes?.findLast(({ from }) => from === exp)?.on;
  return {
    id: jti,
    vendor: iss,
    product: aud,
    hardwareKey: sub,
    serial: { epoch: serial.epoch, number: serial.number },
    issuedAt: instantText(iat * 1000),
    validFrom: instantOf(nbf),
    validUntil: instantOf(exp),
    lastDay: isDay(end) ? dayBefore(end) : null,
    test: test === true,
  };
}

/** Where a folder stands: what it is licensed for, and what is the matter if something is. */
export interface Status {
  readonly hardwareKey: string;
  readonly childKey: string | null;
  readonly isOwnKey: boolean;
  /** The product whose files are taken; null until the first file. */
  readonly product: string | null;
  readonly test: boolean;
  readonly folder: string;
  readonly at: string;
  readonly clock: { readonly machine: string; readonly latestSeen: string; readonly setBack: boolean };
  readonly valid: boolean;
  readonly code: RightCode;
  readonly license: (LicenseFacts & { readonly installedAt: string; readonly keyId: string }) | null;
  /** What applications may do now. */
  readonly entitlements: readonly Right[];
  readonly problems: readonly Refusal<LicenseManagerRefusal>[];
}

/** What stands in the way of the installed file now, dates included. */
function codeNow(manager: Manager, license: InstalledLicense | null, now: number): RightCode {
  if (license !== null) return standingAt(license.payload, now);
  return manager.licenseRefusal() === null && manager.holdings() !== null ? 'not-active' : 'license-not-usable';
}

function problemsOf(manager: Manager): readonly Refusal<LicenseManagerRefusal>[] {
  const { folder } = manager;
  const damages = manager.damages().map((damage) => ({ code: 'file-damaged' as const, facts: { folder, ...damage } }));
  const missing = manager.holdings() === null && !damages.some(({ facts }) => facts.keptAs === null);
  const refusal = manager.licenseRefusal();
  const { isSetBack, clock, latest } = manager.clock.time();
  return [
    ...damages,
    ...(missing ? [{ code: 'keys-missing' as const, facts: { folder } }] : []),
    ...(refusal === null ? [] : [refusal]),
    ...(isSetBack ? [{ code: 'clock-set-back' as const, facts: { clock: instantText(clock), latest: instantText(latest) } }] : []),
  ];
}

/** Everything there is to say about a folder now. */
export function statusOf(manager: Manager): Status {
  const { identity, folder } = manager;
  const { now, clock, latest, isSetBack } = manager.clock.time();
  const license = manager.license();
  const code = codeNow(manager, license, now);
  return {
    hardwareKey: identity.hardwareKey,
    childKey: identity.childKey,
    isOwnKey: identity.isOwn,
    product: identity.product ?? manager.holdings()?.license?.product ?? null,
    test: identity.isTest,
    folder,
    at: instantText(now),
    clock: { machine: instantText(clock), latestSeen: instantText(latest), setBack: isSetBack },
    valid: code === 'valid',
    code,
    license: license === null ? null : { ...licenseFacts(license.payload), installedAt: license.installedAt, keyId: license.kid },
    entitlements: license === null ? [] : rightsAt(license.payload, now),
    problems: problemsOf(manager),
  };
}

/** An answer to "may I?"; a no is an answer, too. */
export interface Answer {
  readonly valid: boolean;
  readonly code: RightCode;
  readonly at: string;
  readonly product: string | null;
  readonly hardwareKey: string;
  readonly entitlements: readonly Right[];
}

/** Answers an application from the installed file, by the same codes as the server. */
export function answer(manager: Manager, question: Question): Answer {
  const { identity, licensedKey } = manager;
  const { now } = manager.clock.time();
  const license = manager.license();
  const product = identity.product ?? license?.payload.aud ?? null;
  const entitlements = license === null ? [] : rightsAt(license.payload, now);
  const isOther =
    (question.hardwareKey !== undefined && ![licensedKey, identity.hardwareKey].includes(question.hardwareKey)) ||
    (question.product !== undefined && product !== null && question.product !== product);
  const standing = codeNow(manager, license, now);
  const code = isOther ? 'unknown-device' : standing === 'valid' ? judge(question, entitlements) : standing;
  return {
    valid: code === 'valid',
    code,
    at: instantText(now),
    product,
    hardwareKey: licensedKey,
    entitlements: isOther ? [] : entitlements,
  };
}

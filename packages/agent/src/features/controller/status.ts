import { coverageOf, type Endpoint, type EndpointState, type FeatureCoverage } from '@muniment/client/endpoints';
import { dayBefore, instantText, isDay } from '@muniment/client/machine';
import { type Right, rightsAt, type Standing, standingAt } from '@muniment/client/vendor';
import type { LicensePayload, Serial } from '@muniment/client/verify';
import type { Language, Problem } from '../../loopback/words.ts';
import { type Refusal, refuse } from '../../outcome.ts';
import type { Controller } from './controller.ts';
import type { Exchanged } from './exchange.ts';
import type { ControllerRefusal } from './refusals.ts';
import type { ActivationItem, CloudLicense } from './state.ts';
import { type Cover, coverNow } from './upgrade.ts';
import { problemOf } from './words/index.ts';

/** Where a controller stands, as people and programs are told alike: `GET /v1/status`, `muniment controller status --json`. */
export interface Status {
  readonly installCode: string;
  readonly product: string;
  readonly name: string | null;
  readonly vendor: string;
  readonly test: boolean;
  readonly folder: string;
  readonly at: string;
  readonly clock: { readonly machine: string; readonly latestSeen: string; readonly setBack: boolean };
  readonly server: string | null;
  readonly customerId: string | null;
  /** RFC 7638 thumbprint of the controller's key: whoever approves it compares it with the one in the portal. */
  readonly thumbprint: string;
  readonly enrolment: {
    /** `none` before it was ever asked for. */
    readonly state: 'none' | 'waiting' | 'current' | 'killed' | 'refused';
    readonly waitsFor: string | null;
    readonly deviceId: string | null;
    readonly project: { readonly id: string; readonly name: string } | null;
  };
  /** How the licence file stands now; `not-active` where there is none. */
  readonly licensed: Standing;
  readonly license: {
    readonly serial: Serial;
    readonly issuedAt: string;
    readonly installedAt: string;
    /** The last day on which anything is granted, in the vendor's calendar; null where something is for good. */
    readonly lastDay: string | null;
  } | null;
  /** What the controller may do now. */
  readonly entitlements: readonly Right[];
  /** The licences that are active here, as the cloud told them last. */
  readonly licenses: readonly CloudLicense[];
  /** `used` is what of the capacity the endpoints use up: never more than there is. */
  readonly capacity: readonly (FeatureCoverage & { readonly used: number })[];
  /** What maintenance covers of what is licensed; empty where none is sold for the product. */
  readonly cover: readonly Cover[];
  /** Null before it was ever upgraded here. */
  readonly firmware: string | null;
  readonly endpoints: Readonly<Record<EndpointState | 'total', number>>;
  /** The latest activation: what of it is done, and what came of each licence. */
  readonly activation: { readonly done: number; readonly total: number; readonly items: readonly ActivationResult[] } | null;
  /** A licence was removed here, and the cloud does not know of it yet. */
  readonly receiptPending: boolean;
  /** A request was carried away: the file that answers it is waited for. */
  readonly requestPending: boolean;
  /** The latest exchange with the cloud of the service that runs; null where none does, or it has not yet tried. */
  readonly exchange: Exchanged | null;
  readonly problems: readonly Problem[];
}

export type ActivationResult = Pick<ActivationItem, 'lotId' | 'description' | 'result' | 'problem'> & {
  /** So many units were asked for; null: all that waited of it, where it is not known how many that were. */
  readonly quantity: number | null;
};

/** What came of one licence, for those who asked. */
export function resultOf({ lotId, quantity, waiting, description, result, problem }: ActivationItem): ActivationResult {
  return { lotId, quantity: quantity ?? waiting ?? null, description, result, problem };
}

function lastDayOf({ exp, changes }: LicensePayload): string | null {
  const end = exp === undefined ? undefined : changes?.findLast(({ from }) => from === exp)?.on;
  return isDay(end) ? dayBefore(end) : null;
}

function countsOf(endpoints: readonly Endpoint[]): Status['endpoints'] {
  const count = (wanted: EndpointState) => endpoints.filter(({ state }) => state === wanted).length;
  return {
    unlicensed: count('unlicensed'),
    unprovisioned: count('unprovisioned'),
    provisioned: count('provisioned'),
    total: endpoints.length,
  };
}

/** What a person should know of, the worst first. */
function problemsOf(controller: Controller): readonly Refusal<ControllerRefusal>[] {
  const { folder, clock } = controller;
  const { enrolment, receipt } = controller.state();
  const { isSetBack, clock: machine, latest } = clock.time();
  const damage = clock.damage();
  const isCut = enrolment?.state === 'killed' || enrolment?.state === 'refused';
  return [
    controller.licenseRefusal(),
    isCut ? refuse(enrolment.state === 'killed' ? 'device-key-killed' : 'enrolment-refused').refusal : null,
    enrolment?.state === 'waiting' ? refuse('enrolment-waits').refusal : null,
    receipt === null ? null : refuse('receipt-pending').refusal,
    isSetBack ? refuse('clock-set-back', { clock: instantText(machine), latest: instantText(latest) }).refusal : null,
    damage === null ? null : refuse('file-damaged', { folder, ...damage }).refusal,
  ].filter((one) => one !== null);
}

/** Everything there is to say about a controller now. */
export function statusOf(controller: Controller, language: Language, exchange: Exchanged | null = null): Status {
  const { identity, folder, clock } = controller;
  const { server, customerId, enrolment, active, activation, receipt, request } = controller.state();
  const { now, clock: machine, latest, isSetBack } = clock.time();
  const license = controller.license();
  const items = activation?.items ?? [];
  return {
    installCode: identity.installCode,
    product: identity.product,
    name: identity.name,
    vendor: identity.vendor,
    test: identity.isTest,
    folder,
    at: instantText(now),
    clock: { machine: instantText(machine), latestSeen: instantText(latest), setBack: isSetBack },
    server,
    customerId,
    thumbprint: controller.signer().publicKey.kid,
    enrolment: {
      state: enrolment?.state ?? 'none',
      waitsFor: enrolment?.waitsFor ?? null,
      deviceId: enrolment?.deviceId ?? null,
      project: enrolment?.project ?? null,
    },
    licensed: license === null ? 'not-active' : standingAt(license.payload, now),
    license:
      license === null
        ? null
        : {
            serial: license.payload.serial,
            issuedAt: instantText(license.payload.iat * 1000),
            installedAt: license.installedAt,
            lastDay: lastDayOf(license.payload),
          },
    entitlements: license === null ? [] : rightsAt(license.payload, now),
    licenses: active,
    capacity: coverageOf(controller.endpoints(), controller.capacities(), identity.protocols).map((one) => ({
      ...one,
      used: one.endpoints - one.lacking,
    })),
    cover: coverNow(controller),
    firmware: controller.state().firmware ?? null,
    endpoints: countsOf(controller.endpoints()),
    activation:
      activation === null
        ? null
        : {
            done: items.filter(({ result }) => result !== 'waiting').length,
            total: items.length,
            items: items.map(resultOf),
          },
    receiptPending: receipt !== null,
    requestPending: request !== null,
    exchange,
    problems: problemsOf(controller).map((refusal) => problemOf(refusal, language)),
  };
}

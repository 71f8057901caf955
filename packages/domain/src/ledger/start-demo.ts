import type { Temporal } from 'temporal-polyfill';
import { findPart } from '../catalog/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { vendorDay } from '../terms/index.ts';
import { activeOn, vendorPlace } from './accounts.ts';
import { type AgreementRefusal, checkAgreement } from './activate-licenses.ts';
import { checkChildren, checkKeyFinal, checkLicensedItself } from './device-checks.ts';
import { draftOperation } from './draft.ts';
import { periodFromToday } from './lot-period.ts';
import type { StartDemoCommand, StartDemoState } from './state.ts';
import type { Lot, OperationDraft } from './types.ts';

export type StartDemoRefusal =
  | 'demo-unknown'
  | 'demo-used-up'
  | 'licensed-with-parent'
  | 'device-replaced'
  | 'hardware-key-provisional'
  | 'child-missing'
  | AgreementRefusal;

/**
 * Starts a demo (B12): one unit of its part, active from today for the part's days. It asks no rule and no maximum, as it
 * counts in none. Where it starts by itself there is nobody to accept an agreement.
 */
export function startDemo(
  state: StartDemoState,
  command: StartDemoCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, StartDemoRefusal> {
  const { catalog, product, device } = state;
  const demo = product.demos.find(({ id }) => id === command.demo);
  const part = demo === undefined ? undefined : findPart(catalog, demo.part);
  if (demo === undefined || part === undefined) {
    const demos = product.demos.map(({ id }) => id);
    return refuse('demo-unknown', { demo: command.demo, product: product.id, productLabel: product.label, demos });
  }
  for (const check of [checkLicensedItself, checkKeyFinal, checkChildren]) {
    const decision = check(state);
    if (!decision.ok) return decision;
  }
  if (state.started >= demo.count) {
    return refuse('demo-used-up', { demo: demo.id, demoLabel: demo.label, count: demo.count, device: device.name });
  }
  const agreement = command.byItself ? accept(null) : checkAgreement(state, command.agreement);
  if (!agreement.ok) return agreement;
  const period = periodFromToday(part, vendorDay(now, catalog.vendor.timeZone));
  const lot: Lot = { id: command.lotId, partNumber: part.number, packVersion: state.packVersion, origin: 'demo', quantity: 1, ...period };
  const moves = [{ lotId: lot.id, from: vendorPlace('issue'), to: activeOn(device.id), quantity: 1 }];
  const details = {
    deviceId: device.id,
    demo: demo.id,
    number: state.started + 1,
    byItself: command.byItself,
    ...(agreement.value === null ? {} : { agreement: agreement.value }),
  };
  return accept(draftOperation('start-demo', { now, moves, lots: [lot], touched: [], details }));
}

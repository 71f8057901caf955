import type { validateLicense as contract, InputOf, OutputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { type CatalogPack, findFeature, findPart, findProduct, matchHardwareKey } from '@muniment/domain/catalog';
import { type Entitlement, entitlements } from '@muniment/domain/entitlements';
import { vendorDay } from '@muniment/domain/terms';
import { createBatcher } from '@muniment/platform/http';
import { fromId, toId } from '@muniment/platform/ids';
import { inTransaction, type Pool, type Tx } from '@muniment/platform/postgres';
import { Temporal } from 'temporal-polyfill';
import type { Actor, Result, Uuid } from '../../../core/context.ts';
import type { CoalescedHandler } from '../../../core/dispatch.ts';
import { currentPack, packsAt } from '../../catalog/index.ts';
import { entitlementInput } from '../device-entitlements.ts';
import { type HeldRow, heldByDevices } from '../store.ts';

type Body = InputOf<typeof contract>['body'];
type Answer = OutputOf<typeof contract>;
type Refused = 'nothing-asked' | 'no-catalog';

interface Question {
  readonly actor: Actor;
  readonly body: Body;
  readonly now: Temporal.Instant;
}

const reasons: Readonly<Record<Answer['code'], string>> = {
  valid: 'The device may do this.',
  'unknown-device': 'No device with this hardware key is known for the product.',
  'unknown-license': 'No licence with this id is active on a device.',
  'not-active': 'Nothing is active on the device.',
  expired: 'What was active on the device has ended.',
  'not-yet-valid': 'What is active on the device has not begun yet.',
  'feature-missing': 'The device is not licensed for this feature.',
  'quantity-exceeded': 'The device is licensed for less than was asked.',
  'version-not-covered': 'The device is licensed for a lower version.',
};

/** Whether what is asked for is covered by what the device has. */
function judge(body: Body, pack: CatalogPack, found: readonly Entitlement[]): Answer['code'] {
  if (body.feature === undefined) return 'valid';
  const entitlement = found.find(({ feature }) => feature === body.feature);
  if (entitlement === undefined) return 'feature-missing';
  if (body.quantity !== undefined && typeof entitlement.value === 'number' && entitlement.value < body.quantity) return 'quantity-exceeded';
  const feature = findFeature(pack, body.feature);
  if (body.version !== undefined && feature?.kind === 'version') {
    const wanted = feature.versions.indexOf(body.version);
    if (wanted === -1 || wanted > feature.versions.indexOf(String(entitlement.value))) return 'version-not-covered';
  }
  return 'valid';
}

function answer(code: Answer['code'], now: Temporal.Instant, row: HeldRow | undefined, body: Body, found: readonly Entitlement[]): Answer {
  return {
    valid: code === 'valid',
    code,
    reason: reasons[code],
    at: now.toString(),
    deviceId: row === undefined ? null : toId('dev', row.device_id),
    product: row?.product ?? body.product ?? null,
    hardwareKey: row?.hardware_key ?? body.hardwareKey ?? null,
    entitlements: found.map(({ feature, kind, value, validUntil, lastDay }) => ({
      feature,
      kind,
      value,
      until: validUntil?.toString() ?? null,
      lastDay: lastDay?.toString() ?? null,
    })),
  };
}

/** Nothing counts today: because it ended, has not begun, or never was. */
function whyNothing(rows: readonly HeldRow[], today: Temporal.PlainDate): Answer['code'] {
  const lots = rows.filter((row) => row.lot_id !== null);
  if (lots.length === 0) return 'not-active';
  const waits = lots.some((row) => row.valid_from !== null && Temporal.PlainDate.compare(row.valid_from, today) > 0);
  return waits ? 'not-yet-valid' : 'expired';
}

function decide(question: Question, rows: readonly HeldRow[], pack: CatalogPack, packs: ReadonlyMap<number, CatalogPack>): Answer {
  const { body, now } = question;
  const first = rows[0];
  if (first === undefined) return answer(body.licenseId === undefined ? 'unknown-device' : 'unknown-license', now, undefined, body, []);
  const today = vendorDay(now, pack.vendor.timeZone);
  const lots = rows.flatMap((row) =>
    row.lot_id === null
      ? []
      : [
          {
            lotId: row.lot_id,
            partNumber: row.part,
            quantity: row.quantity,
            grants: findPart(packs.get(row.pack_version)!, row.part)?.grants ?? [],
            validFrom: row.valid_from,
            validUntil: row.valid_until,
          },
        ],
  );
  const found = entitlements(entitlementInput(pack, lots, today));
  const code = found.length === 0 ? whyNothing(rows, today) : judge(body, pack, found);
  return answer(code, now, first, body, found);
}

/** The key as devices carry it, in its stored form; one that no format takes is unknown, not an error. */
function storedKey(pack: CatalogPack, body: Body): string | null {
  if (body.hardwareKey === undefined) return null;
  const product = body.product === undefined ? undefined : findProduct(pack, body.product);
  const key = product === undefined ? null : matchHardwareKey(product, body.hardwareKey);
  return key?.ok ? key.value.key : body.hardwareKey;
}

async function answerFlight(tx: Tx, vendorId: Uuid, questions: readonly Question[]): Promise<Result<Answer, Refused>[]> {
  const current = await currentPack({ tx, vendor: { id: vendorId } });
  if (current === null) return questions.map(() => refuse('no-catalog'));
  const asked = questions.map(({ body, actor }) => ({
    product: body.product ?? null,
    hardwareKey: storedKey(current.pack, body),
    lotId: body.licenseId === undefined ? null : fromId('lot', body.licenseId),
    sees: actor.organization.kind === 'vendor' ? null : actor.organization.id,
  }));
  const now = questions.map((question) => question.now).reduce((a, b) => (Temporal.Instant.compare(a, b) > 0 ? a : b));
  const rows = await heldByDevices(tx, vendorId, asked, now);
  const byQuestion = new Map<number, HeldRow[]>();
  for (const row of rows) {
    const list = byQuestion.get(row.asked);
    if (list === undefined) byQuestion.set(row.asked, [row]);
    else list.push(row);
  }
  const packs = await packsAt(
    tx,
    vendorId,
    rows.flatMap((row) => (row.lot_id === null ? [] : [row.pack_version])),
  );
  return questions.map((question, index) => accept(decide(question, byQuestion.get(index) ?? [], current.pack, packs)));
}

/** Answers what devices may do now (F12). Questions that arrive together are answered from one read of the database. */
export function createValidator(pool: Pool): CoalescedHandler {
  const ask = createBatcher<Question, Result<Answer, Refused>>(
    (vendorId, questions) => inTransaction(pool, { vendorId, readOnly: true }, (tx) => answerFlight(tx, vendorId, questions)),
    { flightsPerKey: 2, maxItems: 256 },
  );
  return async (caller, input, info) => {
    const body = input.body as Body;
    const named = body.licenseId !== undefined || (body.product !== undefined && body.hardwareKey !== undefined);
    if (!named) return refuse('nothing-asked');
    return ask(caller.vendor.id, { actor: caller.actor!, body, now: info.now });
  };
}

import type { validateLicense as contract, InputOf, OutputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { type CatalogPack, findFeature, findProduct, modelsOf } from '@muniment/domain/catalog';
import { coveredFeatures, judgeUpgrade } from '@muniment/domain/entitlements';
import { instantText } from '@muniment/platform/clock';
import { createBatcher } from '@muniment/platform/http';
import { fromId, toId } from '@muniment/platform/ids';
import { inTransaction, type Pool } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, Context, Result, Uuid } from '../../../core/context.ts';
import type { CoalescedHandler, Transact } from '../../../core/dispatch.ts';
import { SigningKeyMissing } from '../../../core/key-store.ts';
import { KeysUsedUp } from '../../../core/keys-used-up.ts';
import type { Model } from '../device-entitlements.ts';
import { createFirstUses, type FirstUses } from '../first-uses.ts';
import { type Basis, createRightsTable, isWithin, type Rights, type RightsTable, storedKey } from '../rights.ts';
import { type AskedDevice, deviceAbove, type HeldRow, heldByDevices, loadVariants } from '../store.ts';

type Body = InputOf<typeof contract>['body'];
type Answer = OutputOf<typeof contract>;
type Refused = 'nothing-asked' | 'no-catalog';

/** An answer, and the lots of acts on terms that a yes is given by. */
interface Found {
  readonly answer: Answer;
  readonly running: readonly Uuid[];
}
const none: readonly Uuid[] = [];

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
  'version-not-known': 'The product has no firmware of this version.',
  'version-not-released': 'This version of the firmware is not released yet.',
  'maintenance-missing': 'Nothing is licensed on the device that maintenance could cover.',
};

/** Whether what is asked for is covered by what the device has. */
function judge(body: Body, pack: CatalogPack, found: Answer['entitlements']): Answer['code'] {
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

/** Whether a version of the product's own firmware is asked for, and not one that a feature grants. */
function asksFirmware({ version, feature }: Body, pack: CatalogPack, productId: string): boolean {
  if (version === undefined || (feature !== undefined && findFeature(pack, feature)?.kind === 'version')) return false;
  const product = findProduct(pack, productId);
  return [product, ...(product?.variants ?? [])].some((model) => (model?.versions?.length ?? 0) > 0);
}

/** Whether the device may be upgraded to the version asked for, and how much maintenance is missing where not (E7). */
function judgeFirmware(
  { version }: Body,
  { pack, today }: Basis,
  model: Model,
  { coverage }: Rights,
): Pick<Answer, 'code' | 'reason' | 'coverage'> {
  const product = findProduct(pack, model.product, model.variant) ?? findProduct(pack, model.product)!;
  const features = coveredFeatures(pack, product);
  const asked = coverage.filter(({ feature }) => features.includes(feature));
  const code = judgeUpgrade(product, { version: version!, today }, features, asked);
  // Capacity by capacity: devices and data points cannot be added up.
  const lacking = asked.filter(({ missing }) => missing > 0).map((one) => `${one.feature}: ${one.covered} of ${one.capacity}`);
  const isMissing = code === 'maintenance-missing' && lacking.length > 0;
  return {
    code,
    reason: isMissing ? `Maintenance covers less than is licensed on the device (${lacking.join('; ')}).` : reasons[code],
    ...(features.length === 0
      ? {}
      : {
          coverage: asked.map(({ feature, capacity, covered, missing, until }) => ({
            feature,
            capacity,
            covered,
            missing,
            until: until?.toString() ?? null,
          })),
        }),
  };
}

/** The text of an instant; many questions are asked in one millisecond. */
const texts = { of: Number.NaN, text: '' };

function textOf(now: Temporal.Instant): string {
  if (texts.of !== now.epochMilliseconds) Object.assign(texts, { of: now.epochMilliseconds, text: instantText(now) });
  return texts.text;
}

function answer({ body, now }: Question, code: Answer['code'], row: HeldRow | null, entitlements: Answer['entitlements']): Answer {
  return {
    valid: code === 'valid',
    code,
    reason: reasons[code],
    at: textOf(now),
    deviceId: row === null ? null : toId('dev', row.device_id),
    product: row?.product ?? body.product ?? null,
    hardwareKey: row?.hardware_key ?? body.hardwareKey ?? null,
    entitlements,
  };
}

type Variants = ReadonlyMap<Uuid, string | null>;

function found(question: Question, basis: Basis, row: HeldRow | null, rights: Rights | null, variants: Variants): Found {
  return { answer: decide(question, basis, row, rights, variants), running: rights?.running ?? none };
}

function decide(question: Question, basis: Basis, row: HeldRow | null, rights: Rights | null, variants: Variants): Answer {
  const { body } = question;
  if (row === null) return answer(question, body.licenseId === undefined ? 'unknown-device' : 'unknown-license', null, []);
  if (rights === null) return answer(question, 'not-active', row, []);
  const { entitlements, nothing } = rights;
  const code = entitlements.length === 0 ? nothing : judge(body, basis.pack, entitlements);
  const given = answer(question, code, row, entitlements);
  if (code !== 'valid' || !asksFirmware(body, basis.pack, row.product)) return given;
  const model = { product: row.product, variant: variants.get(row.device_id) ?? null };
  const firmware = judgeFirmware(body, basis, model, rights);
  return { ...given, ...firmware, valid: firmware.code === 'valid' };
}

/** Variants of devices whose firmware is asked for, which only few questions are about: most flights read nothing here. */
async function variantsOf(
  pool: Pool,
  vendorId: Uuid,
  { pack }: Basis,
  questions: readonly Question[],
  rows: readonly (HeldRow | null)[],
): Promise<Variants> {
  const ids = questions.flatMap(({ body }, index) => {
    const row = rows[index]!;
    if (row === null || !asksFirmware(body, pack, row.product)) return [];
    return findProduct(pack, row.product)!.variants.length > 0 ? [row.device_id] : [];
  });
  return ids.length === 0 ? new Map() : loadVariants(pool, vendorId, ids);
}

/** What the questions ask the database, each distinct thing once, and which question asks which. */
function gather(questions: readonly Question[], pack: CatalogPack): { asked: AskedDevice[]; which: number[] } {
  const asked: AskedDevice[] = [];
  const known = new Map<string, number>();
  const which = questions.map(({ body, actor }) => {
    const product = body.product ?? null;
    const given = body.hardwareKey ?? null;
    const hardwareKey = product === null || given === null ? given : storedKey(pack, product, given);
    const lotId = body.licenseId === undefined ? null : fromId('lot', body.licenseId);
    const sees = actor.organization.kind === 'vendor' ? null : actor.organization.id;
    const id = `${lotId} ${sees} ${hardwareKey} ${product}`;
    const before = known.get(id);
    if (before !== undefined) return before;
    known.set(id, asked.length);
    return asked.push({ product, hardwareKey, lotId, sees }) - 1;
  });
  return { asked, which };
}

/** Answers of questions whose devices are read, all of one day. */
async function decideAll(
  pool: Pool,
  table: RightsTable,
  vendorId: Uuid,
  basis: Basis,
  questions: readonly Question[],
  rows: readonly (HeldRow | null)[],
): Promise<Found[]> {
  const rights = await table.rightsOf(vendorId, basis, rows);
  const variants = await variantsOf(pool, vendorId, basis, questions, rows);
  return questions.map((question, index) => found(question, basis, rows[index]!, rights[index]!, variants));
}

async function answerFlight(
  pool: Pool,
  table: RightsTable,
  vendorId: Uuid,
  questions: readonly Question[],
): Promise<readonly (Found | null)[]> {
  const { now } = questions.at(-1)!;
  for (let atLeast = 0; ; ) {
    const known = table.basisAt(vendorId, now, atLeast);
    const basis = known instanceof Promise ? await known : known;
    if (basis === null) return questions.map(() => null);
    const { asked, which } = gather(questions, basis.pack);
    const { version, held } = await heldByDevices(pool, vendorId, asked, now);
    atLeast = version;
    // A newer pack may read hardware keys another way: asked again with it.
    if (version > basis.version) continue;
    const rows = which.map((index) => held[index]!);
    // Of those who share a flight, some may have asked before midnight and some after: then each is answered by its own day.
    if (questions.every((question) => isWithin(basis, question.now))) return decideAll(pool, table, vendorId, basis, questions, rows);
    return Promise.all(
      questions.map(async (question, index) => {
        const own = (await table.basisAt(vendorId, question.now, version))!;
        return (await decideAll(pool, table, vendorId, own, [question], [rows[index]!]))[0]!;
      }),
    );
  }
}

/** Whether the product of a device that has nothing active may have a demo that begins by itself, by what is remembered of the catalog. */
function mayBegin(table: RightsTable, vendorId: Uuid, answered: Answer, { body, now }: Question): boolean {
  if (answered.code !== 'not-active' || body.licenseId !== undefined) return false;
  const known = table.basisAt(vendorId, now, 0);
  const product = known instanceof Promise ? undefined : findProduct(known.pack, answered.product!);
  return [product, ...(product?.variants ?? [])].some((model) => model?.demos?.some(({ starts }) => starts === 'first-use'));
}

/** Whether a device of the product can be one whose licences are on the device above, such as the second of a pair (B7). */
function mayBeCovered(pack: CatalogPack, productId: string): boolean {
  return modelsOf(pack).some(({ product }) => product.children.some((one) => one.product === productId && one.licensed === 'with-parent'));
}

/** The question to ask of the device above instead, where that one's licences cover this one; null where they do not. */
async function askedAbove(pool: Pool, table: RightsTable, vendorId: Uuid, answered: Answer, { body, now }: Question): Promise<Body | null> {
  if (answered.code !== 'not-active' || body.licenseId !== undefined) return null;
  const basis = await table.basisAt(vendorId, now, 0);
  if (basis === null || !mayBeCovered(basis.pack, answered.product!)) return null;
  const id = fromId('dev', answered.deviceId!)!;
  const above = await inTransaction(pool, { vendorId, readOnly: true }, (tx) => deviceAbove(tx, vendorId, id));
  const model = above === null ? undefined : findProduct(basis.pack, above.product, above.variant);
  const relation = model?.children.find(({ id: name }) => name === above!.relation);
  return relation?.licensed === 'with-parent' ? { ...body, product: above!.product, hardwareKey: above!.hardware_key } : null;
}

/** Begins the demo of a device that is used for the first time; answers whether something is active on it now. */
export type StartFirstUse = (context: Context, deviceId: Uuid) => Promise<boolean>;

async function begin(transact: Transact, startFirstUse: StartFirstUse, deviceId: Uuid): Promise<boolean> {
  const work = async (context: Context) => {
    const begun = await startFirstUse(context, deviceId);
    if (!begun) context.tx.discard();
    return begun;
  };
  return transact(work).catch((error: unknown) => {
    // Without its key the vendor cannot make the file; whoever asks is told that nothing is active, as it is.
    if (error instanceof SigningKeyMissing || error instanceof KeysUsedUp) return false;
    throw error;
  });
}

type Ask = (vendorId: Uuid, question: Question) => Promise<Answer | null>;

/** Before a yes is told by a lot of an act on terms for the first time it is written down; if it is gone meanwhile, it is asked again. */
function askerOf(flights: (vendorId: Uuid, question: Question) => Promise<Found | null>, uses: FirstUses): Ask {
  return async (vendorId, question) => {
    for (;;) {
      const given = await flights(vendorId, question);
      if (given === null) return null;
      const { answer: told, running } = given;
      if (!told.valid || running.length === 0 || uses.areMarked(running)) return told;
      if (await uses.mark(vendorId, running, question.now)) return told;
    }
  };
}

/**
 * Answers what devices may do now (F12). Questions that arrive together are answered from one read of the database; one
 * flight at a time, so that under load flights grow instead of costing more. The question about a device that nothing is
 * active on may be its first use: then its demo begins, and the answer is what holds after that (B12). The second of a pair
 * may do what the first one may (B7).
 */
export function createValidator(pool: Pool, startFirstUse: StartFirstUse): CoalescedHandler {
  const table = createRightsTable(pool);
  const flights = createBatcher<Question, Found | null>((vendorId, questions) => answerFlight(pool, table, vendorId, questions), {
    maxItems: 256,
  });
  const ask = askerOf(flights, createFirstUses(pool));
  return async (caller, input, info, transact): Promise<Result<Answer, Refused>> => {
    const body = input.body as Body;
    const named = body.licenseId !== undefined || (body.product !== undefined && body.hardwareKey !== undefined);
    if (!named) return refuse('nothing-asked');
    const vendorId = caller.vendor.id;
    const question = { actor: caller.actor!, body, now: info.now };
    const answered = await ask(vendorId, question);
    if (answered === null) return refuse('no-catalog');
    const above = await askedAbove(pool, table, vendorId, answered, question);
    if (above !== null) {
      const { deviceId, product, hardwareKey } = answered;
      return accept({ ...((await ask(vendorId, { ...question, body: above })) ?? answered), deviceId, product, hardwareKey });
    }
    if (!mayBegin(table, vendorId, answered, question)) return accept(answered);
    const begun = await begin(transact, startFirstUse, fromId('dev', answered.deviceId!)!);
    return accept(begun ? ((await ask(vendorId, question)) ?? answered) : answered);
  };
}

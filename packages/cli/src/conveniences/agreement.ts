import type { Problem } from '@muniment/client';
import type { getCatalog, Operation, OutputOf } from '@muniment/contract';
import { askYesNo } from '../ask.ts';
import { type Context, call, type Values } from '../context.ts';
import type { Field } from '../flags/fields.ts';
import { isInteractive } from '../io.ts';
import { clean, paint } from '../output/style.ts';
import { isForWhatIsThere } from './request-file.ts';

/** Whether an act takes the acceptance of an agreement: of the product of a device, here or behind a request file, or of the licence keys of a project. */
export const takesAgreement = (fields: readonly Field[]): boolean =>
  fields.some(
    ({ name, shape }) => name === 'agreement' && shape.kind === 'object' && shape.fields.some((field) => field.name === 'accepted'),
  ) && fields.some(({ name }) => name === 'deviceId' || name === 'projectId' || name === 'request');

type Listed = OutputOf<typeof getCatalog>['agreements'][number];
type Agreement = Omit<Listed, 'title'> & Partial<Pick<Listed, 'title'>>;
type Found = { ok: true; agreement: Agreement | null } | { ok: false; problem: Problem };
type Accepted =
  | { readonly ok: true; readonly input: Values }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly ok: false; readonly asked: 'no' | 'left' };

/** The agreement that the product of a device, or its model, asks for, as the catalog has it today; null when it asks for none. */
async function agreementOfDevice({ client, io }: Context, deviceId: string): Promise<Found> {
  const [device, catalog] = await Promise.all([
    client.getDevice({ deviceId }, { signal: io.signal }),
    client.getCatalog({}, { signal: io.signal }),
  ]);
  if (!device.ok) return device;
  if (!catalog.ok) return catalog;
  const product = catalog.value.products.find(({ id }) => id === device.value.product);
  // A model may have terms of its own.
  const model = product?.variants.find(({ id }) => id === device.value.variant) ?? product;
  const id = model?.agreement ?? null;
  return { ok: true, agreement: catalog.value.agreements.find((one) => one.id === id) ?? null };
}

/** The agreement that registering licence keys asks for. */
async function agreementOfKeys({ client, io }: Context): Promise<Found> {
  const terms = await client.getLicenseKeyTerms({}, { signal: io.signal });
  return terms.ok ? { ok: true, agreement: terms.value.agreement } : terms;
}

/** The agreement that the product of the device asks for whose request file this is; none where nothing is activated. */
async function agreementOfRequest({ client, io }: Context, { request, licenses }: Values): Promise<Found> {
  const checked = await client.checkLicenseRequest({ request: String(request) }, { signal: io.signal });
  if (!checked.ok) return checked;
  const isAsItIs = licenses === undefined && isForWhatIsThere(checked.value);
  return { ok: true, agreement: isAsItIs ? null : checked.value.agreement };
}

/** Whose agreement it is follows from what the act is about. */
function findAgreement(context: Context, input: Values): Promise<Found> {
  const { deviceId, request } = input;
  if (deviceId !== undefined) return agreementOfDevice(context, String(deviceId));
  return request === undefined ? agreementOfKeys(context) : agreementOfRequest(context, input);
}

/**
 * Adds the agreement in force to an act: accepted by flag, or read and accepted by the person at the terminal, who is not asked about an
 * act that would be refused all the same. Without either the act goes as it is, and the server says what it needs.
 */
export async function addAgreement(context: Context, operation: Operation, input: Values, acceptedByFlag: boolean): Promise<Accepted> {
  const asks = isInteractive(context.io) && !context.yes && !context.json;
  const { deviceId, projectId, request } = input;
  // Keys that are made for nobody yet are registered by somebody later.
  const isForNobody = deviceId === undefined && projectId === undefined && request === undefined;
  if (input.agreement !== undefined || isForNobody || (!acceptedByFlag && !asks)) return { ok: true, input };
  const found = await findAgreement(context, input);
  if (!found.ok) return found;
  const { agreement } = found;
  if (agreement === null) return { ok: true, input };
  if (!acceptedByFlag) {
    const looked = operation.dryRun ? await call(context, operation, { ...input, dryRun: true }) : null;
    if (looked !== null && !looked.ok && looked.problem.code !== 'agreement-not-accepted') return looked;
    const title = paint(context.io, 'bold', clean(agreement.title ?? 'Agreement'));
    context.io.stdout.write(`${title} (${clean(agreement.id)} ${clean(agreement.version)})\n${clean(agreement.text)}\n`);
    const asked = await askYesNo(context.io, 'Do you accept this agreement?');
    if (asked !== 'yes') return { ok: false, asked };
  }
  const { id, version, language } = agreement;
  return { ok: true, input: { ...input, agreement: { id, version, language, accepted: true } } };
}

import type { checkLicenseRequest as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { toId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { inLanguage, languageFor } from '../../catalog/index.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { compareMachine } from '../../enrolment/index.ts';
import { toComparison } from '../../licenses/index.ts';
import { activeHoldings } from '../holdings.ts';
import { readRequestFile } from '../request-file.ts';
import { waitingFor, wantedBy } from '../waiting.ts';
import { toAgreement, toCloudLicenses } from '../wire.ts';

/** So many are shown. */
const mostShown = 200;

/** Says whose a request file is and what waits for that device, before anybody decides (E6). */
export const checkLicenseRequest: Handler<typeof contract> = async (context, { body }) => {
  const read = await readRequestFile(context, body.request, ['licenses', 'renew']);
  if (!read.ok) return read;
  const { asked, key } = read.value;
  const { current, model, project } = asked;
  const waiting = await waitingFor(context, current, model.product, project.id, { limit: mostShown });
  if (!waiting.ok) throw new Error('a list without a cursor has a first page');
  const wanted = await wantedBy(context, asked);
  const device = asked.holder === null ? null : await loadDevice(context.tx, viewerOf(context), asked.holder.device_id);
  const active = asked.holder === null ? [] : await activeHoldings(context, asked.holder.device_id);
  const compared = await compareMachine(context, asked);
  const others = waiting.value.items.filter(({ lotId }) => !wanted.some((licence) => licence.lotId === lotId));
  return accept({
    product: model.product.id,
    productLabel: inLanguage(current.pack, languageFor(current.pack, context.language))(model.product.label),
    hardwareKey: asked.hardwareKey,
    // As its people call it, where it is known: a request of a program may name no more than its key.
    name: device?.name ?? asked.name,
    thumbprint: asked.thumbprint,
    madeAt: Temporal.Instant.fromEpochMilliseconds(asked.issuedAt * 1000).toString(),
    key,
    deviceId: asked.holder === null ? null : toId('dev', asked.holder.device_id),
    project: { id: toId('prj', project.id), name: project.name },
    customer: { id: toId('org', project.customer_id), name: project.customer_name },
    purpose: asked.purpose === 'renew' ? 'renew' : 'licenses',
    machine: compared === null ? null : toComparison(compared, context.language),
    repair: asked.repair ?? null,
    licenseKey: asked.licenseKey?.replaceAll(/[^0-9A-Za-z]/g, '').slice(-4) ?? null,
    wanted: wanted.map(({ lotId }) => lotId),
    asksForNone: asked.lotIds.length === 0,
    active: await toCloudLicenses(context, current, active),
    // Those it asks for first: they are chosen to begin with.
    waiting: [...wanted, ...others].slice(0, mostShown),
    waitingTotal: waiting.value.total,
    agreement: toAgreement(context, current, model.product),
  });
};

import type { listLicenseFiles as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { isOtherPartners } from '../../../core/visibility/other-partners.ts';
import { actorNames } from '../../audit/index.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { countDocuments, documentKeyset, type ListedDocumentRow, listDocuments } from '../store.ts';
import { toDocument } from '../wire.ts';

/** Every licence file made for a device, newest first. */
export const listLicenseFiles: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor } = context;
  const device = await loadDevice(tx, viewerOf(context), fromId('dev', params.deviceId)!);
  if (device === null) return refuse('not-found');
  const opened = openPage(query, { list: 'license-files', device: device.id }, documentKeyset);
  if (!opened.ok) return opened;
  const rows = await listDocuments(tx, vendor.id, device.id, opened.value);
  const page = cutPage(opened.value, rows, (row) => [String(row.epoch), String(row.serial)]);
  const names = await actorNames(
    tx,
    vendor.id,
    page.rows.map((row) => row.created_by),
  );
  const nameOf = (row: ListedDocumentRow) => (isOtherPartners(actor.organization, row) ? '' : (names.get(row.created_by) ?? ''));
  return accept({
    items: page.rows.map((row) => toDocument(row, nameOf(row), row.epoch === device.epoch && row.serial === device.serial)),
    next: page.next,
    total: await countDocuments(tx, vendor.id, device.id),
  });
};

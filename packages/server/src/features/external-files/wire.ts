import type { listExternalFiles, OutputOf } from '@muniment/contract';
import { type ExternalFileFacts, type ExternalFileState, externalFileState } from '@muniment/domain';
import { type CatalogPack, type ExternalFile, findProduct } from '@muniment/domain/catalog';
import { toId } from '@muniment/platform/ids';
import type { Context } from '../../core/context.ts';
import { isOtherPartners } from '../../core/visibility/other-partners.ts';
import { actorNames } from '../audit/index.ts';
import { currentPack, inLanguage, languageFor } from '../catalog/index.ts';
import type { ExternalFileRow } from './store.ts';

export type WireExternalFile = OutputOf<typeof listExternalFiles>['items'][number];

export function factsOf(row: Pick<ExternalFileRow, 'delivery' | 'device_id' | 'upload_name' | 'file_name'>): ExternalFileFacts {
  return {
    delivery: row.delivery,
    activated: row.device_id !== null,
    uploaded: row.upload_name !== null,
    supplied: row.file_name !== null,
  };
}

/** How the catalog of today hands the files of a device over; undefined where it makes them here by now. */
export function externalOf(pack: CatalogPack, product: string, variant: string | null): ExternalFile | undefined {
  const file = findProduct(pack, product, variant)?.licenseFile;
  return file?.format === 'external' ? file : undefined;
}

const uploadFirst: Readonly<Record<'en' | 'de', (fileName: string) => string>> = {
  en: (fileName) => `Upload ${fileName} from the device: the licence file is made against it.`,
  de: (fileName) => `Laden Sie ${fileName} vom Gerät hoch: Daraus wird die Lizenzdatei erstellt.`,
};

/** What is said while a file is not there: what is to be uploaded first, then the catalog's own words. */
export function messageOf(pack: CatalogPack, file: ExternalFile | undefined, state: ExternalFileState, wanted: string | null): string {
  if (file === undefined || state === 'available' || state === 'deposited') return '';
  const language = languageFor(pack, wanted);
  const said = inLanguage(pack, language)(file.waiting);
  if (state !== 'upload-wanted' || file.upload === undefined) return said;
  return `${uploadFirst[language === 'de' ? 'de' : 'en'](file.upload.fileName)} ${said}`;
}

/** Rows as the reader may know them: another partner's order and people have no name. */
export async function toExternalFiles(context: Context, rows: readonly ExternalFileRow[]): Promise<WireExternalFile[]> {
  const { tx, vendor, actor, language } = context;
  const current = await currentPack(context);
  const names = await actorNames(
    tx,
    vendor.id,
    rows.flatMap((row) => [row.uploaded_by, row.supplied_by]),
  );
  return rows.map((row) => {
    const pack = current?.pack;
    const file = pack === undefined ? undefined : externalOf(pack, row.product, row.variant);
    const state = externalFileState(factsOf(row));
    const named = pack === undefined ? undefined : findProduct(pack, row.product, null);
    const t = pack === undefined ? () => '' : inLanguage(pack, languageFor(pack, language));
    const others = isOtherPartners(actor.organization, row);
    const given = (fileName: string | null, bytes: number | null, at: ExternalFileRow['created_at'] | null, by: string | null) =>
      fileName === null ? null : { fileName, bytes: bytes!, at: at!.toString(), by: names.get(by!) ?? '' };
    const upload = given(row.upload_name, row.upload_bytes, row.uploaded_at, row.uploaded_by);
    return {
      id: toId('ext', row.id),
      device:
        row.device_id === null
          ? null
          : {
              id: toId('dev', row.device_id),
              name: row.device_name!,
              hardwareKey: row.hardware_key!,
              customer: { id: toId('org', row.customer_id!), name: row.customer_name! },
            },
      product: row.product,
      productLabel: named === undefined ? row.product : t(named.label),
      order: orderFor(context, row),
      state,
      message: pack === undefined ? '' : messageOf(pack, file, state, language),
      wanted:
        row.delivery === 'against-upload' && file?.upload !== undefined
          ? { fileName: file.upload.fileName, label: t(file.upload.label) }
          : null,
      upload: upload === null || !others ? upload : { ...upload, by: '' },
      file: given(row.file_name, row.bytes, row.supplied_at, row.supplied_by),
      createdAt: row.created_at.toString(),
    };
  });
}

/** The numbers of an order are for its two parties and the vendor. */
function orderFor({ actor: { organization } }: Context, row: ExternalFileRow): WireExternalFile['order'] {
  if (row.order_id === null) return null;
  const isParty = organization.kind === 'vendor' || row.receiver_id === organization.id || row.shipper_id === organization.id;
  return isParty ? { id: toId('ord', row.order_id), salesOrder: row.sales_order!, purchaseOrder: row.purchase_order! } : null;
}

import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

/** Licence files that are made elsewhere and handed over here (B19). */

const states = ['deposited', 'upload-wanted', 'waiting', 'available'] as const;

const externalFile = z
  .object({
    id: c.externalFileId,
    /** Null while it is deposited with an order and nothing of the order is active yet. */
    device: z.object({ id: c.deviceId, name: z.string(), hardwareKey: z.string(), customer: c.organizationRef }).nullable(),
    product: z.string(),
    productLabel: z.string(),
    /** The order the file is for; null for licences without one, and where it is another partner's. */
    order: z.object({ id: c.orderId, salesOrder: z.string(), purchaseOrder: z.string() }).nullable(),
    state: z.enum(states).meta({
      description:
        'deposited: there before anything is active. upload-wanted: a file from the device must be uploaded first. waiting: for the vendor. available: can be downloaded',
    }),
    /** What the catalog says while the file is not there, and what is to be done next; empty where it is. */
    message: z.string(),
    /** The file from the device that is asked for; null where none is. */
    wanted: z.object({ fileName: z.string(), label: z.string() }).nullable(),
    upload: z.object({ fileName: z.string(), bytes: z.int(), at: c.instant, by: z.string() }).nullable(),
    file: z.object({ fileName: z.string(), bytes: z.int(), at: c.instant, by: z.string() }).nullable(),
    /** Since when it is waited for, or deposited. */
    createdAt: c.instant,
  })
  .meta({ id: 'ExternalFile' });

const params = z.object({ externalFileId: c.externalFileId });
const given = {
  fileName: z.string().min(1).max(200).meta({ description: 'Name the file is kept and downloaded under' }),
  content: z.string().max(2_000_000).meta({ description: 'The file, in base64 (RFC 4648); at most 1 MB of it', contentEncoding: 'base64' }),
};
const givenRefusals = ['file-name-not-safe', 'content-not-base64', 'content-empty', 'content-too-large'] as const;
const feature = 'external-files';

export const listExternalFiles = operation({
  id: 'list-external-files',
  feature,
  method: 'GET',
  path: '/v1/external-files',
  summary: 'Licence files made elsewhere: waited for, available, or deposited with an order',
  access: 'can:external-files.read',
  query: z.object({
    ...c.pageQuery,
    q: z.string().max(200).optional().meta({ description: 'Part of a hardware key, a device\u2019s name or a sales order number' }),
    deviceId: c.deviceId.optional(),
    state: z.enum(states).optional(),
  }),
  response: c.page(externalFile),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'external-files', verb: 'list' },
});

export const depositExternalFile = operation({
  id: 'deposit-external-file',
  feature,
  method: 'POST',
  path: '/v1/external-files',
  summary: 'Deposit a licence file with an order, so that it is there once the licences are activated',
  access: 'can:external-files.supply',
  status: 201,
  body: z.object({
    order: z.string().min(1).max(100).meta({ description: 'Order id or sales order number' }),
    product: z.string().min(1).max(100),
    ...given,
    reason: c.note.optional().meta({ description: 'Why, where a deposited file is replaced' }),
  }),
  response: externalFile,
  refusals: [
    'no-catalog',
    'order-not-found',
    'product-unknown',
    'product-not-external',
    'file-made-against-upload',
    'part-not-accepted',
    'external-file-awaited',
    'external-file-there',
    ...givenRefusals,
  ],
  cli: { noun: 'external-files', verb: 'deposit' },
});

export const uploadDeviceFile = operation({
  id: 'upload-device-file',
  feature,
  method: 'POST',
  path: '/v1/external-files/:externalFileId/upload',
  summary: 'Upload the file from the device that the licence file is made against; another one takes its place until it is made',
  access: 'can:external-files.write',
  params,
  body: z.object(given),
  response: externalFile,
  refusals: ['no-catalog', 'upload-not-wanted', 'upload-name-differs', 'external-file-there', ...givenRefusals],
  cli: { noun: 'external-files', verb: 'upload' },
});

export const supplyExternalFile = operation({
  id: 'supply-external-file',
  feature,
  method: 'POST',
  path: '/v1/external-files/:externalFileId/supply',
  summary: 'Hand over the licence file; those who activated are told by mail',
  access: 'can:external-files.supply',
  params,
  body: z.object({ ...given, reason: c.note.optional().meta({ description: 'Why, where a file that is there is replaced' }) }),
  response: externalFile,
  refusals: ['device-file-missing', 'external-file-there', ...givenRefusals],
  cli: { noun: 'external-files', verb: 'supply' },
});

const file = z.string().meta({ description: 'The file itself' });

export const downloadExternalFile = operation({
  id: 'download-external-file',
  feature,
  method: 'GET',
  path: '/v1/external-files/:externalFileId/file',
  summary: 'Download a licence file that was made elsewhere',
  access: 'can:external-files.read',
  params,
  response: file,
  refusals: ['external-file-waiting'],
  cli: { noun: 'external-files', verb: 'download' },
});

export const downloadDeviceFile = operation({
  id: 'download-device-file',
  feature,
  method: 'GET',
  path: '/v1/external-files/:externalFileId/upload',
  summary: 'Download the file from the device that a licence file is to be made against',
  access: 'can:external-files.supply',
  params,
  response: file,
  refusals: ['device-file-missing'],
  cli: { noun: 'external-files', verb: 'download-upload' },
});

export const externalFileOperations = [
  listExternalFiles,
  depositExternalFile,
  uploadDeviceFile,
  supplyExternalFile,
  downloadExternalFile,
  downloadDeviceFile,
] as const;

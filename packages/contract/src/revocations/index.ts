import { z } from 'zod';
import { operation } from '../operation.ts';

/** Where the list is that names what an act has revoked: whoever verifies documents without asking looks there (F10). */
export const revocationList = z
  .string()
  .meta({ description: 'Address of the signed list of revoked documents, which names what was revoked here' });

export const downloadRevocations = operation({
  id: 'download-revocations',
  feature: 'revocations',
  method: 'GET',
  path: '/v1/revocations',
  summary: 'The signed list of documents that count no more: recalled seats, licence files of machines that were replaced or gave back',
  description:
    'A JWS of the type `muniment-revocations+jwt`, verified offline with the key set. It names leases, devices and serials, and nobody. Its `ETag` changes when something is revoked, and once an hour; its `number` rises with everything that is revoked.',
  access: 'public',
  rateClass: 'public',
  query: z.object({ vendor: z.string().max(63).optional() }),
  response: z.string().meta({ description: 'The list itself' }),
  refusals: ['signing-key-missing'],
  cli: { noun: 'revocations', verb: 'download' },
});

export const revocationOperations = [downloadRevocations] as const;

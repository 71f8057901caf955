import { z } from 'zod';
import { outcome, reviewed } from '../channel/index.ts';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

/** What was read of a licence file of before (B22). */
const importedFile = z
  .object({
    product: z.string(),
    productLabel: z.string(),
    hardwareKey: z.string(),
    /** The file's own time stamp. */
    createdAt: c.instant,
    features: z.array(
      z.object({
        code: z.string().meta({ description: 'Feature code in the file' }),
        quantity: z.int(),
        line: z.int().meta({ description: 'Line of the file, the first is 1' }),
        part: z.string(),
        partLabel: z.string(),
      }),
    ),
  })
  .meta({ id: 'ImportedFile' });

export const importLicenseFile = operation({
  id: 'import-license-file',
  feature: 'imports',
  method: 'POST',
  path: '/v1/devices/:deviceId/import',
  summary: 'Take over the licences of an existing licence file, once and as the first act; cannot be undone',
  description: 'The form of the file is described in docs/licence-file-import.md. With `dryRun` it answers what was read.',
  access: 'can:licenses.activate',
  reviewed: true,
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({
    content: z.string().max(65_536).meta({ description: 'The licence file of before, as text' }),
    ...reviewed,
  }),
  response: z.object({ read: importedFile, outcome }),
  refusals: [
    'no-catalog',
    'import-refused',
    'licensed-with-parent',
    'device-replaced',
    'hardware-key-provisional',
    'child-missing',
    'keys-used-up',
    'preview-outdated',
  ],
  cli: { noun: 'licenses', verb: 'import' },
});

export const importOperations = [importLicenseFile] as const;

import type { externalFileOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { depositExternalFile } from './operations/deposit-external-file.ts';
import { downloadDeviceFile } from './operations/download-device-file.ts';
import { downloadExternalFile } from './operations/download-external-file.ts';
import { listExternalFiles } from './operations/list-external-files.ts';
import { supplyExternalFile } from './operations/supply-external-file.ts';
import { uploadDeviceFile } from './operations/upload-device-file.ts';

export const externalFileRoutes = {
  'list-external-files': listExternalFiles,
  'deposit-external-file': depositExternalFile,
  'upload-device-file': uploadDeviceFile,
  'supply-external-file': supplyExternalFile,
  'download-external-file': downloadExternalFile,
  'download-device-file': downloadDeviceFile,
} satisfies Routes<typeof externalFileOperations>;

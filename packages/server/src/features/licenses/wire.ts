import type { listLicenseFiles, listSigningKeys, OutputOf } from '@muniment/contract';
import { toId } from '@muniment/platform/ids';
import type { DocumentRow, KeyRow } from './store.ts';

export type WireDocument = OutputOf<typeof listLicenseFiles>['items'][number];
export type WireKey = OutputOf<typeof listSigningKeys>['items'][number];

export function toDocument(row: DocumentRow, createdBy: string, current: boolean): WireDocument {
  return {
    id: toId('doc', row.id),
    fileName: row.file_name,
    epoch: row.epoch,
    serial: row.serial,
    kid: row.kid,
    current,
    createdAt: row.created_at.toString(),
    createdBy,
    cause: row.cause,
    bytes: row.bytes,
    entries: [...row.entries],
    activationCode: row.activation_code,
  };
}

export function toKey(row: KeyRow): WireKey {
  return {
    kid: row.kid,
    algorithm: row.algorithm,
    state: row.state,
    createdAt: row.created_at.toString(),
    activatedAt: row.activated_at?.toString() ?? null,
    retiredAt: row.retired_at?.toString() ?? null,
    documents: row.documents,
  };
}

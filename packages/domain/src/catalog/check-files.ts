import { checkShape } from './check-keys.ts';
import { fileNameMistake } from './file-name.ts';
import type { PackIssue } from './issue.ts';
import type { LicenseFile } from './pack.ts';

type Path = readonly (string | number)[];

/** The licence file: names that every file system takes, a code of enough values, and what is uploaded where it is asked for. */
export function checkFiles(file: LicenseFile, path: Path): PackIssue[] {
  if (file.format === 'external') {
    const wanted = file.delivery === 'against-upload';
    return [
      ...(wanted === (file.upload !== undefined)
        ? []
        : [{ code: 'upload-not-valid', path: [...path, 'upload'], facts: { reason: wanted ? 'missing' : 'not-allowed' } } as const]),
      ...(file.upload === undefined ? [] : checkFileName(file.upload.fileName, [...path, 'upload', 'fileName'])),
    ];
  }
  return [
    ...checkFileName(file.fileName, [...path, 'fileName']),
    ...(file.format === 'zip' ? file.entries : []).flatMap((entry, index) =>
      checkFileName(entry.fileName, [...path, 'entries', index, 'fileName']),
    ),
    ...(file.activationCode === undefined ? [] : checkShape(file.activationCode.shape, [...path, 'activationCode', 'shape'])),
  ];
}

function checkFileName(fileName: string, path: Path): PackIssue[] {
  const mistake = fileNameMistake(fileName);
  if (mistake === null) return [];
  return [{ code: mistake.kind === 'name' ? 'name-not-known' : 'file-name-not-valid', path, facts: mistake.facts }];
}

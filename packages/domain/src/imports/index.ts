export { type ImportTarget, importRefused, readImportFile } from './read-file.ts';
export { checkedText } from './sections.ts';
export type * from './types.ts';

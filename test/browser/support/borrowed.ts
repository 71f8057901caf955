/** Number of a document that a seat was borrowed with: a receipt is about it. */
export const numberOf = (document: string): number =>
  (JSON.parse(Buffer.from(document.split('.')[1]!, 'base64url').toString()) as { number: number }).number;

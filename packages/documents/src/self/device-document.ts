import { documentTypes, type ReceiptPayload, type RequestPayload, type ReturnPayload } from '../jws/documents.ts';
import type { Signer } from '../jws/signer.ts';

/** Everything a request says but the key, which is the signer's. */
export type RequestFacts = Omit<RequestPayload, 'publicKey'>;

/** Signs a request with the device's own key, which it shows: whoever reads it knows that its sender holds the key. */
export function signRequest(signer: Signer, facts: RequestFacts): string {
  return signer.sign(documentTypes.request, { ...facts, publicKey: signer.publicKey } satisfies RequestPayload);
}

/** Signs that a licence was removed. To be called once it is gone from where the device looks for it. */
export function signReceipt(signer: Signer, facts: ReceiptPayload): string {
  return signer.sign(documentTypes.receipt, facts);
}

/** Signs that a borrow document was removed. To be called once it is gone from where the program looks for it. */
export function signReturn(signer: Signer, facts: ReturnPayload): string {
  return signer.sign(documentTypes.return, facts);
}

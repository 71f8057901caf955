import { randomBytes } from 'node:crypto';
import type { Client } from '@muniment/client';
import {
  createSigner,
  generateKey,
  openKey,
  type ReceiptPayload,
  type RequestFacts,
  type Signer,
  signReceipt,
  signRequest,
} from '@muniment/documents/self';
import { value } from './channel.ts';
import type { TestServer } from './server.ts';

/** What a device says of itself, and when. */
export interface ControllerFacts {
  readonly hardwareKey: string;
  readonly product: string;
  /** Of the project: `customerIdOf`. */
  readonly customerId: string;
  readonly vendor: string;
  readonly name?: string;
  /** Its clock, seconds since 1970; this computer's if left out. */
  readonly seconds?: () => number;
}

/** A device with a key of its own, as another program would write it: it signs, and sends what it signed. */
export interface TestController {
  readonly signer: Signer;
  readonly thumbprint: string;
  request(changed?: { readonly [K in keyof RequestFacts]?: RequestFacts[K] | undefined }): string;
  receipt(serial: { readonly epoch: number; readonly number: number }, changed?: Partial<ReceiptPayload>): string;
  /** Asks to be one of its project. */
  enrol(more?: { readonly code?: string; readonly request?: string }): ReturnType<Client['enrolDevice']>;
  /** A client with the device's token. */
  client(token: string): Client;
}

/** What controllers of a project are given (E1), as somebody reads it who may let them in. */
export async function customerIdOf(client: Client, projectId: string): Promise<string> {
  return (await value(client.getCustomerId({ projectId }))).customerId!;
}

export const freshNonce = (): string => randomBytes(18).toString('base64url');

/** Makes a device; the key too, unless it has one already. */
export function makeController(
  server: TestServer,
  facts: ControllerFacts,
  signer = createSigner(openKey(generateKey().privateKeyPem)),
): TestController {
  const { hardwareKey, product, vendor, customerId, name, seconds = () => Math.floor(Date.now() / 1000) } = facts;
  const common = () => ({
    sub: hardwareKey,
    aud: vendor,
    iat: seconds(),
    nonce: freshNonce(),
    product,
  });
  const request: TestController['request'] = (changed = {}) =>
    signRequest(signer, { ...common(), purpose: 'enrol', customerId, ...(name === undefined ? {} : { name }), ...changed } as RequestFacts);
  return {
    signer,
    thumbprint: signer.publicKey.kid,
    request,
    receipt: (serial, changed = {}) => signReceipt(signer, { ...common(), serial, removedAt: common().iat, ...changed }),
    enrol: ({ code, request: given } = {}) =>
      server.client().enrolDevice({ request: given ?? request(), vendor, ...(code === undefined ? {} : { code }) }),
    client: (token) => server.client(token),
  };
}

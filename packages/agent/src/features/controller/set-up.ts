import { type Client, createClient } from '@muniment/client';
import type { CapacityOrder, EndpointProtocol } from '@muniment/client/endpoints';
import { instantText } from '@muniment/client/machine';
import { type Trust, trustFromServer } from '@muniment/client/vendor';
import { generateKey } from '@muniment/documents/self';
import type { Problem } from '../../loopback/words.ts';
import { accept, type Outcome, refuse } from '../../outcome.ts';
import { heard } from './connect.ts';
import { clear, fileNameOf, readFile, writeFile } from './folder.ts';
import type { Answer, ControllerRefusal } from './refusals.ts';
import type { Identity, State } from './state.ts';

/** What a controller is set up with. */
export interface SetUpRequest {
  readonly installCode: string;
  readonly product: string;
  readonly variant: string | null;
  readonly name: string | null;
  readonly protocols: readonly EndpointProtocol[];
  readonly order: CapacityOrder;
  readonly isTest: boolean;
  /** Whose documents are believed, and whose they are. */
  readonly trust: Trust & { readonly vendor: string };
  readonly server: string | null;
  readonly customerId: string | null;
}

/** Visible characters of any script; what a product's codes look like is for the vendor to say. */
const isCode = (text: string): boolean => text.length <= 200 && /^[^\s\p{Cc}\p{Cf}]+$/u.test(text);

/** What lets controllers into a project: a UUID. The id of the project itself, which begins with `prj_`, is another one. */
export function readCustomerId(text: string): Outcome<string, 'customer-id-not-valid'> {
  const id = text.trim().toLowerCase();
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? accept(id) : refuse('customer-id-not-valid', { customerId: text });
}

/** The state of a controller that has nothing yet. */
const emptyState = ({ server, customerId, trust }: SetUpRequest): State => ({
  server,
  customerId,
  trust,
  enrolment: null,
  license: null,
  removed: null,
  active: [],
  activation: null,
  receipt: null,
  request: null,
  endpoints: [],
  reported: null,
});

/** Makes a new controller in an empty folder, with a key of its own. Only for whoever holds the folder. */
export function setUp(folder: string, request: SetUpRequest, now: number): Outcome<Identity, ControllerRefusal> {
  const known = readFile(folder, 'identity');
  if (known.state === 'damaged') return refuse('file-damaged', { folder, file: fileNameOf('identity'), reason: known.reason });
  if (known.state === 'read') return refuse('set-up-already', { folder, installCode: known.content.installCode });
  const { product, variant, name, protocols, order, isTest, trust } = request;
  const installCode = request.installCode.trim();
  if (!isCode(installCode)) return refuse('install-code-not-valid', { installCode });
  const customerId = request.customerId === null ? null : readCustomerId(request.customerId);
  if (customerId !== null && !customerId.ok) return customerId;
  clear(folder);
  writeFile(folder, 'key', generateKey());
  writeFile(folder, 'state', emptyState({ ...request, customerId: customerId?.value ?? null }));
  // The identity comes last: a set-up that is cut off before leaves none, and the next one begins anew.
  const identity = { installCode, product, variant, name, vendor: trust.vendor, protocols, order, isTest, createdAt: instantText(now) };
  writeFile(folder, 'identity', identity);
  return accept(identity);
}

/** Who signs a document, as it says itself. */
function issuerOf(document: string): string | null {
  try {
    const { iss } = JSON.parse(Buffer.from(document.split('.')[1] ?? '', 'base64url').toString()) as { iss?: unknown };
    return typeof iss === 'string' ? iss : null;
  } catch {
    return null;
  }
}

/** There is no controller yet that could work on: whoever sets one up is told what it takes. */
function notFetched(server: string, vendor: string | null, problem: Problem): Answer<never> {
  if (problem.code !== 'unreachable') return heard({ ok: false, problem });
  // A server may have several vendors, each with keys of its own.
  const query = vendor === null ? '' : `?vendor=${encodeURIComponent(vendor)}`;
  const address = `${server.replace(/\/+$/, '')}/.well-known/jwks.json${query}`;
  return refuse('keys-not-fetched', { server, vendor, address, reason: problem.detail });
}

/** The vendor's keys and slug from its server, which is believed this once. */
export async function vendorFromServer(server: string, vendor: string | null): Promise<Answer<SetUpRequest['trust']>> {
  const trust = await trustFromServer(server, vendor);
  // There is nothing else that the server could not find: not-found of an address would not say what was mistyped.
  if (!trust.ok && 'problem' in trust && trust.problem.code === 'not-found' && vendor !== null)
    return refuse('vendor-unknown', { vendor, server });
  if (!trust.ok) return 'problem' in trust ? notFetched(server, vendor, trust.problem) : trust;
  const client: Client = createClient({ baseUrl: server });
  const set = await client.downloadKeySet({ vendor: vendor ?? undefined });
  if (!set.ok) return notFetched(server, vendor, set.problem);
  const slug = issuerOf(set.value.text.trim());
  return slug === null ? refuse('key-set-not-valid', { from: server }) : accept({ ...trust.value, vendor: slug });
}

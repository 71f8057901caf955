import { randomUUID } from 'node:crypto';
import { type Sent, send } from './send.ts';

/** Somebody who reaches a server by HTTP alone, as a program of somebody else's would. */
export interface Outsider {
  readonly url: string;
  readonly credential: string;
}

/** An act with an idempotency key of its own unless one is given; fails the test if it is refused. */
export async function actOutside(
  { url, credential }: Outsider,
  path: string,
  body: unknown,
  key: string = randomUUID(),
): Promise<Sent['body']> {
  const sent = await send(url, { method: 'POST', path, body, credential, headers: { 'Idempotency-Key': key } });
  if (sent.status >= 300) throw new Error(`${path}: ${sent.text}`);
  return sent.body;
}

export async function readOutside({ url, credential }: Outsider, path: string): Promise<Sent['body']> {
  const sent = await send(url, { path, credential });
  if (sent.status !== 200) throw new Error(`${path}: ${sent.text}`);
  return sent.body;
}

/** Makes a partner and signs its first person in, all by HTTP: invitation, mailed link, password. */
export async function joinOutside(
  administrator: Outsider,
  kind: 'distributor' | 'dealer',
  name: string,
): Promise<Outsider & { readonly id: string }> {
  const { url } = administrator;
  const { id } = await actOutside(administrator, '/v1/organizations', { name, kind });
  const email = `${randomUUID()}@partner.example`;
  await actOutside(administrator, '/v1/invitations', { email, role: kind, organizationId: id });
  const [mail] = (await readOutside(administrator, `/v1/mails?q=${email}`)).items;
  const { text } = await readOutside(administrator, `/v1/mails/${mail.id}`);
  const token = decodeURIComponent(/#token=([^&\s]+)/.exec(text)![1]!);
  const accepted = await actOutside({ url, credential: '' }, '/v1/invitations/accept', { token, name, password: randomUUID() });
  return { url, credential: accepted.token, id };
}

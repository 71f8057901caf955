import { join } from 'node:path';
import { actOutside, readOutside, type Sent, send } from '@muniment/testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cleanUp, muniment, newDirectory, serve } from '../test/process.ts';

const pack = join(import.meta.dirname, '..', '..', '..', 'catalogs', 'pbx-channel', 'pack.yaml');
const email = 'ada@acme.example';

vi.setConfig({ testTimeout: 300_000 });
afterEach(cleanUp, 120_000);

const tokenOf = (link: string): string => decodeURIComponent(/#token=([^&\s]+)/.exec(link)![1]!);

describe('a vendor that nobody can sign in to any more', () => {
  it('is given back to its administrator by the operator, with a link that is good once', async () => {
    const directory = newDirectory();
    const { url } = await serve(directory);
    const made = await muniment(['vendor', 'create', 'acme', '--catalog', pack, '--admin', email, '--json'], directory);
    expect(JSON.parse(made.stdout).address).toMatch(/^http:\/\/acme\.localhost:\d+$/);
    const { apiKey } = JSON.parse(made.stdout) as { apiKey: string };
    const reset = async (...words: string[]) => {
      const { code, stdout, stderr } = await muniment(['vendor', 'reset-administrator', ...words, '--json'], directory);
      return { code, stderr, said: JSON.parse(stdout) };
    };
    const post = (path: string, body: object): Promise<Sent> => send(url, { method: 'POST', path, body });

    // The first invitation got lost, and the address was wrong: nobody administers the vendor yet.
    const first = await reset('acme', '--email', email);
    expect(first).toMatchObject({ code: 0, said: { vendor: { slug: 'acme' }, email, kind: 'invitation' } });
    expect(first.said.link.startsWith(`${url}/invitation#`)).toBe(true);
    await actOutside({ url, credential: '' }, '/v1/invitations/accept', {
      token: tokenOf(first.said.link),
      name: 'Ada',
      password: 'the first password of hers',
    });

    // Now she has lost the password.
    const second = await reset('acme', '--email', 'ADA@acme.example');
    expect(second).toMatchObject({ code: 0, said: { kind: 'password-reset', expiresAt: expect.any(String) } });
    expect(second.said.link.startsWith(`${url}/password-reset#`)).toBe(true);
    const password = 'the second password of hers';
    const chosen = { token: tokenOf(second.said.link), password };
    expect((await post('/v1/password-resets', chosen)).body).toEqual({ email });
    expect((await post('/v1/sign-in', { email, password })).status).toBe(200);
    expect((await post('/v1/password-resets', chosen)).body.code).toBe('link-not-valid');

    expect(await reset('acme', '--email', 'eve@elsewhere.example')).toMatchObject({
      code: 1,
      said: { code: 'not-an-administrator', facts: { administrators: [email] } },
    });
    expect(await reset('nobody', '--email', email)).toMatchObject({ code: 1, said: { code: 'no-vendor' } });
    expect(await reset('acme', '--email', 'ada')).toMatchObject({ code: 1, said: { code: 'email-not-valid' } });
    const shown = await muniment(['vendor', 'reset-administrator', 'ACME', '--email', email], directory);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining(`${url}/password-reset#`) });

    const { items } = await readOutside({ url, credential: apiKey }, '/v1/audit-events?kind=reset-administrator');
    expect(items).toHaveLength(3);
    expect(items[0].actor.kind).toBe('operator');
    expect(JSON.stringify(items)).not.toContain(email);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { operation } from '@muniment/contract/operation';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { realClock } from '../clock/index.ts';
import { createLogger } from '../log/index.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions, type Outcome } from './index.ts';

const ping = operation({
  id: 'ping',
  feature: 'test',
  method: 'GET',
  path: '/v1/ping',
  summary: 'Ping',
  access: 'public',
  rateClass: 'machine',
  response: z.object({ pong: z.boolean() }),
  cli: { none: 'test' },
});

let directory: string;
let server: HttpServer;
let url: string;

async function serve(options: Partial<HttpServerOptions<unknown>> = {}): Promise<void> {
  server = await createHttpServer({
    operations: [ping],
    dispatch: () => ({ ok: true, value: { pong: true } }),
    clock: realClock,
    logger: createLogger('silent'),
    isReady: async () => true,
    consoleDirectory: directory,
    ...options,
  });
  url = await server.listen({ host: '127.0.0.1', port: 0 });
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muniment-console-'));
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Console</title>');
  writeFileSync(join(directory, 'assets', 'app-1a2b3c.js'), 'console.log(1)');
  writeFileSync(join(directory, 'assets', 'app-1a2b3c.js.br'), brotliCompressSync('console.log(1)'));
  writeFileSync(join(directory, '..', 'outside.txt'), 'outside');
});
afterEach(async () => {
  await server.close(0);
  rmSync(directory, { recursive: true, force: true });
});

describe('the console', () => {
  it('is one page for every place in it, with a policy that lets no foreign script in, and no text become one', async () => {
    await serve();
    for (const path of ['/', '/customers/cus_1', '/tools/search?q=x']) {
      const answer = await fetch(url + path);
      expect([answer.status, await answer.text()]).toEqual([200, '<!doctype html><title>Console</title>']);
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'/);
    }
  });

  it('keeps assets for good, compressed where the browser can', async () => {
    await serve();
    const answer = await fetch(`${url}/assets/app-1a2b3c.js`, { headers: { 'accept-encoding': 'br' } });
    expect(await answer.text()).toBe('console.log(1)');
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('content-type')).toMatch(/javascript/);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(brotliDecompressSync(brotliCompressSync('x')).toString()).toBe('x');
  });

  it('is nothing but its own files: neither the API’s addresses nor the disk around it', async () => {
    await serve();
    for (const path of [
      '/v1/nothing',
      '/assets/missing.js',
      '/.well-known/nothing',
      '/favicon.png',
      '/..%2foutside.txt',
      '/%2e%2e/outside.txt',
      '/%',
    ]) {
      const answer = await fetch(url + path);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 404, 'application/problem+json; charset=utf-8']);
    }
    expect((await fetch(`${url}/customers`, { method: 'POST' })).status).toBe(404);
  });
});

describe('operating', () => {
  it('says that it lives, and that it is ready only while its database answers', async () => {
    let ready: () => Promise<boolean> = async () => true;
    await serve({ isReady: () => ready() });
    expect([(await fetch(`${url}/livez`)).status, (await fetch(`${url}/readyz`)).status]).toEqual([200, 200]);
    ready = () => Promise.reject(new Error('no database'));
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'unavailable']);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });

  it('shows its numbers on this machine, not through a proxy, and with the token where there is one', async () => {
    await serve();
    await fetch(`${url}/v1/ping`);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/muniment_http_request_duration_seconds_count\{operation="ping",status="2xx"\} 1/);
    expect((await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '10.0.0.1' } })).status).toBe(404);
    await server.close(0);
    await serve({ metricsToken: 'numbers' });
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer numbers' } })).status).toBe(200);
  });

  it('answers bytes that are no HTTP with an error and goes on', async () => {
    await serve();
    const { hostname, port } = new URL(url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.end('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1.1 400/);
    expect((await fetch(`${url}/v1/ping`)).status).toBe(200);
  });

  it('lets requests under way finish when it closes, takes no new ones, and waits no longer than it is told', async () => {
    let finish: (outcome: Outcome) => void = () => undefined;
    let arrived: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => (arrived = resolve));
    await serve({
      dispatch: () => {
        arrived();
        return new Promise((resolve) => (finish = resolve));
      },
    });
    const answer = fetch(`${url}/v1/ping`);
    await underWay;
    const closed = server.close(30);
    await expect(fetch(`${url}/v1/ping`)).rejects.toThrow();
    finish({ ok: true, value: { pong: true } });
    expect(await (await answer).json()).toEqual({ pong: true });
    await closed;

    await serve({ dispatch: () => new Promise(() => arrived()) });
    const hanging = new Promise<void>((resolve) => (arrived = resolve));
    const lost = fetch(`${url}/v1/ping`);
    await hanging;
    await server.close(0.05);
    await expect(lost).rejects.toThrow();
  });
});

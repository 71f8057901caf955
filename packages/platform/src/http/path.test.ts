import { operation } from '@muniment/contract/operation';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { realClock } from '../clock/index.ts';
import { createLogger } from '../log/index.ts';
import { createHttpServer } from './index.ts';

const cancelLine = operation({
  id: 'cancel-line',
  feature: 'things',
  method: 'POST',
  path: '/v1/things/:thing/lines/:line/cancel',
  summary: 'Cancel a line',
  access: 'public',
  idempotent: false,
  params: z.object({ thing: z.string(), line: z.int().min(1).max(200) }),
  response: z.object({ line: z.int() }),
  cli: { none: 'test' },
});

it('reads a number in a path as the operation declares it, and finds nothing where there is none', async () => {
  const server = await createHttpServer({
    operations: [cancelLine],
    dispatch: async (_, { params }) => ({ ok: true, value: { line: params.line } }),
    clock: realClock,
    logger: createLogger('silent'),
    isReady: async () => true,
    checkAnswers: true,
  });
  const cancel = (line: string) => server.app.inject({ method: 'POST', url: `/v1/things/7/lines/${line}/cancel` });
  expect((await cancel('2')).json()).toEqual({ line: 2 });
  for (const line of ['0', '201', 'two', '1.5', '-1', '1e2']) expect((await cancel(line)).json().code, line).toBe('not-found');
  await server.close(0);
});

import { readFileSync } from 'node:fs';
import { operations } from '@muniment/contract';
import { expect, expectTypeOf, test } from 'vitest';
import { generatedFile, render } from '../scripts/generate-table.ts';
import { type Client, createClient, type FileAnswer, routes } from './index.ts';

const client: Client = createClient({ baseUrl: 'http://127.0.0.1:1' });
type CodesOf<M extends (...args: never[]) => Promise<{ ok: boolean }>> = Extract<Awaited<ReturnType<M>>, { ok: false }>['problem']['code'];

test('the generated table is what the contract says today', () => {
  expect(readFileSync(generatedFile, 'utf8')).toBe(render());
  expect(Object.keys(routes)).toEqual(operations.map((operation) => operation.id));
});

test('every operation is a method', () => {
  const names = Object.keys(routes).map((id) => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()));
  for (const name of names) expect(client[name as keyof Client], name).toBeTypeOf('function');
});

test('inputs, answers and codes are typed by the contract', () => {
  expectTypeOf(client.attachLicenses).parameter(0).toHaveProperty('dryRun');
  expectTypeOf(client.getDevice).parameter(0).not.toHaveProperty('dryRun');
  expectTypeOf<Parameters<Client['getMe']>[0]>().extract<undefined>().toEqualTypeOf<undefined>();
  // @ts-expect-error an edit cannot be called without the ETag it rests on
  expectTypeOf(client.updateMe).toBeCallableWith({ name: 'x' });
  expectTypeOf(client.updateMe).toBeCallableWith({ name: 'x' }, { ifMatch: '"1"' });
  expectTypeOf<'not-enough-units'>().toExtend<CodesOf<Client['attachLicenses']>>();
  expectTypeOf<'unreachable'>().toExtend<CodesOf<Client['getMe']>>();
  expectTypeOf<'not-enough-units'>().not.toExtend<CodesOf<Client['getMe']>>();
  type Downloaded = Extract<Awaited<ReturnType<Client['downloadLicense']>>, { ok: true }>['value'];
  expectTypeOf<Downloaded>().toEqualTypeOf<FileAnswer>();
});

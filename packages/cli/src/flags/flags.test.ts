import { type OperationId, operations } from '@muniment/contract';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { fieldsOf } from './fields.ts';
import { addFlags, applyFlags, flagsOf } from './flags.ts';

/** What the flags of an operation make of a command line. */
function read(id: OperationId, ...argv: string[]): Record<string, unknown> {
  const command = new Command().exitOverride();
  const flags = fieldsOf(operations.find((operation) => operation.id === id)!)
    .filter(({ place }) => place === 'body')
    .flatMap(flagsOf);
  addFlags(command, flags);
  command.parse(argv, { from: 'user' });
  const input = {};
  applyFlags(command, flags, input);
  return input;
}

test('a list of an edit is named item by item, emptied, given back to the catalog, or left alone', () => {
  expect(read('update-project', '--notice-day', '60', '--notice-day', '7')).toEqual({ noticeDays: [60, 7] });
  expect(read('update-project', '--no-notice-day')).toEqual({ noticeDays: [] });
  expect(read('update-project', '--notice-day', 'null')).toEqual({ noticeDays: null });
  expect(read('update-project', '--name', 'North')).toEqual({ name: 'North' });
  expect(() => read('update-project', '--notice-day', 'soon')).toThrow('“soon” is not a whole number.');
});

test('a list of objects is emptied, too, and a wrong item is told how one is written', () => {
  expect(read('update-counter', '--include', 'kind=user,name=anna', '--include', 'kind=group,name=field')).toEqual({
    include: [
      { kind: 'user', name: 'anna' },
      { kind: 'group', name: 'field' },
    ],
  });
  expect(read('update-counter', '--no-include')).toEqual({ include: [] });
  expect(read('update-counter', '--per-user', '2')).toEqual({ perUser: 2 });
  expect(() => read('update-counter', '--include', 'anna')).toThrow('“anna” is not like kind=user,name=…');
});

test('a yes or no within an object is said as either, or left out', () => {
  expect(read('assign-many', '--devices.licensed')).toEqual({ devices: { licensed: true } });
  expect(read('assign-many', '--no-devices.licensed')).toEqual({ devices: { licensed: false } });
  expect(read('assign-many', '--devices.q', 'AP')).toEqual({ devices: { q: 'AP' } });
});

test('every operation of the contract can be said in flags', () => {
  for (const operation of operations) {
    const command = new Command().exitOverride();
    expect(() => addFlags(command, fieldsOf(operation).flatMap(flagsOf)), operation.id).not.toThrow();
  }
});

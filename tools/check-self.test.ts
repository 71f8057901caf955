import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codeCases } from './self-test/code.plants.ts';
import { dataCases } from './self-test/data.plants.ts';
import { toolCases } from './self-test/tool.plants.ts';
import { plantTree } from './self-test/tree.ts';

const cases = [...codeCases, ...dataCases, ...toolCases];

describe.concurrent('a check counts once it has been seen failing', () => {
  test.each(cases)('check-$check passes a tree in order and finds every planted violation', async ({ check, plants, ...given }) => {
    const tree = plantTree(given);
    try {
      if (given.prepare) await tree.run(given.prepare);
      const clean = await tree.run(`check-${check}.ts`);
      expect(clean, clean.lines.join('\n')).toMatchObject({ code: 0 });

      for (const { files } of plants) tree.write(files);
      const planted = await tree.run(`check-${check}.ts`);
      expect(planted.code).toBe(1);
      const missed = plants.filter(({ finds }) => !planted.lines.some((line) => finds.test(line)));
      expect(
        missed.map(({ breaks }) => breaks),
        planted.lines.join('\n'),
      ).toEqual([]);

      const touched = new Set(plants.flatMap(({ files }) => Object.keys(files)));
      const blamed = Object.keys(given.clean).filter((path) => !touched.has(path) && planted.lines.some((line) => line.startsWith(path)));
      expect(blamed, planted.lines.join('\n')).toEqual(given.mayBeBlamed ?? []);
    } finally {
      tree.remove();
    }
  });

  test.each(cases)('check-$check does not pass a tree in which there is nothing to look at', async ({ check }) => {
    const tree = plantTree({ clean: {} });
    try {
      expect((await tree.run(`check-${check}.ts`)).code).toBe(1);
    } finally {
      tree.remove();
    }
  });
});

test('every check has been seen failing', () => {
  const checks = readdirSync(import.meta.dirname).flatMap((file) => file.match(/^check-([a-z0-9-]+)\.ts$/)?.[1] ?? []);
  expect(cases.map(({ check }) => check).sort()).toEqual(checks.sort());
});

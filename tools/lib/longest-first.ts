import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Begun last, it would go on alone when everything else is done. */
const longest = /\/test\/browser\/pictures\.test\.ts$/;

/** On a machine that has never run the tests, large files come first; the one that takes longest by far is a small one. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => Number(longest.test(other.moduleId)) - Number(longest.test(one.moduleId)));
  }
}

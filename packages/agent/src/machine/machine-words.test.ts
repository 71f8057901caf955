import { describe, expect, it } from 'vitest';
import { problemIn } from '../features/workstation/words/index.ts';

const told = (reason: string) => problemIn({ refusal: { code: 'not-stored', facts: { folder: '/f', reason, path: '/f/seats' } } }, 'en');

describe('what could not be stored', () => {
  it.each([
    ['EROFS', 'Let this user write there'],
    ['ENOSPC', 'Make room on the disk'],
    ['EISDIR', 'Something else stands where'],
    ['ENOTDIR', 'Something else stands where'],
    ['ENOENT', 'is not there'],
  ])('is told with what to do about that, and where: %s', (reason, step) => {
    const { detail, nextStep } = told(reason);
    expect(nextStep).toContain(step);
    expect(detail).toContain(`${reason}: /f/seats`);
    const others = ['EROFS', 'ENOSPC', 'EIO'].filter((other) => other !== reason);
    for (const other of others) expect(told(other).nextStep).not.toBe(nextStep);
  });
});

import { useMutation } from '@tanstack/react-query';
import { call, ProblemError } from '../../lib/api.ts';
import type { Problem, ValueOf } from '../../lib/types.ts';

export interface PackCheck {
  /** The text that was checked: another text is not. */
  readonly pack: string;
  readonly issues: ValueOf<'check-catalog'>['issues'];
  /** Mistakes beyond those listed. */
  readonly more: number;
  readonly changes: ValueOf<'check-catalog'>['changes'];
  /** Why it cannot be loaded although nothing is wrong with it, such as that it is loaded already. */
  readonly refusal: Problem | null;
}

async function refusalOf(pack: string): Promise<Problem | null> {
  try {
    await call('load-catalog', { pack }, { dryRun: true });
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

/** Checks a pack: its mistakes, what it would change, and whether it would be taken. Nothing is loaded. */
export function usePackCheck() {
  return useMutation<PackCheck, ProblemError, string>({
    mutationFn: async (pack) => {
      const { value } = await call('check-catalog', { pack });
      const { issues, more, changes } = value;
      return { pack, issues, more, changes, refusal: value.ok ? await refusalOf(pack) : null };
    },
  });
}

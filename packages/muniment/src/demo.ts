import { fileURLToPath } from 'node:url';
import { describeDemo, type LoadedDemo, loadDemo, type OperatorParts } from '@muniment/server/operator';

/** The demo lies beside the catalog pack it shows. */
const directory = fileURLToPath(new URL('../../../catalogs/pbx-channel', import.meta.url));

/**
 * Loads the demo where no vendor exists, if it is wanted; answers who can be tried out, null where there is no demo. A
 * demo that cannot be loaded leaves nothing behind and keeps nobody from working.
 */
export async function ensureDemo(parts: OperatorParts, wanted: boolean, warn: (line: string) => void): Promise<LoadedDemo | null> {
  if (!wanted) return null;
  try {
    return (await loadDemo(parts, directory)) ?? (await describeDemo(parts, directory));
  } catch (error) {
    warn(`The demo was not loaded: ${(error as Error).message}`);
    return null;
  }
}

/** Sign-ins as a table for people. */
export function demoLines({ people, password }: LoadedDemo): string[] {
  const widest = Math.max(...people.map(({ email }) => email.length));
  const lines = people.map(({ email, name, role, organization }) => `  ${email.padEnd(widest)}  ${name}, ${role} of ${organization}`);
  return [`Demo sign-ins, all with the password ${password}:`, ...lines];
}

import { fileURLToPath } from 'node:url';
import { describeDemos, type LoadedDemo, loadDemo, type OperatorParts } from '@muniment/server/operator';

/** Each demo lies beside the catalog pack it shows; the first is there before anybody can ask, the others follow. */
export const demoDirectories = ['pbx-channel', 'network-cloud', 'edge-controller', 'survey-network'].map((name) =>
  fileURLToPath(new URL(`../../../catalogs/${name}`, import.meta.url)),
);

/** The demos of an installation. */
export interface Demos {
  /** Who can be tried out now, the first demo's people first. */
  readonly ready: readonly LoadedDemo[];
  /** How many vendors are still to come. */
  readonly coming: number;
  /** Loads those, one after another, and answers each that is there. Given up, it leaves nothing half done. */
  load(signal: AbortSignal, told: (demo: LoadedDemo) => void): Promise<void>;
}

const none: Demos = { ready: [], coming: 0, load: async () => undefined };

/**
 * Loads the first demo where no vendor exists, if demos are wanted, and looks which others there are. A demo that cannot be loaded
 * leaves nothing behind and keeps nobody from working.
 */
export async function ensureDemo(parts: OperatorParts, wanted: boolean, warn: (line: string) => void): Promise<Demos> {
  if (!wanted) return none;
  const failed = (error: unknown) => warn(`The demo was not loaded: ${(error as Error).message}`);
  try {
    await loadDemo(parts, demoDirectories[0]!);
    const { ready, missing, slugs } = await describeDemos(parts, demoDirectories);
    return {
      ready,
      coming: missing.length,
      async load(signal, told) {
        for (const directory of missing) {
          if (signal.aborted) return;
          const loaded = await loadDemo(parts, directory, { beside: slugs, signal }).catch((error: unknown) => {
            if (!signal.aborted) failed(error);
            return null;
          });
          if (loaded !== null) told(loaded);
        }
      },
    };
  } catch (error) {
    failed(error);
    return none;
  }
}

/** Sign-ins as a table for people: one for each vendor, with the address that names it. */
export function demoLines(demos: readonly LoadedDemo[], url: string): string[] {
  const widest = Math.max(...demos.flatMap(({ people }) => people.map(({ email }) => email.length)));
  return demos.flatMap(({ vendor, vendorName, people }) => [
    `${vendorName}: ${url}/sign-in?vendor=${vendor} (on the command line: --vendor ${vendor})`,
    ...people.map(({ email, name, role, organization }) => `  ${email.padEnd(widest)}  ${name}, ${role} of ${organization}`),
  ]);
}

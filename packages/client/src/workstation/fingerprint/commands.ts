import { execFile } from 'node:child_process';

/** What a command of the system prints; null where there is none, or it fails or does not end: then it has told nothing. */
export function output(command: string, ...args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 20_000, maxBuffer: 4_000_000, windowsHide: true }, (error, stdout) =>
      resolve(error ? null : stdout),
    );
  });
}

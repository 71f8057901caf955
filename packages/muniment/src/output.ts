import type { Io } from '@muniment/cli';
import { problemText } from './problem-text.ts';

/** Writes a value for programs, as JSON on one line, or for people. */
export function tell(io: Io, json: boolean, value: unknown, lines: readonly string[]): void {
  io.stdout.write(json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`);
}

/** Writes why something was refused; for programs as JSON with the code. */
export function tellRefusal(
  io: Io,
  json: boolean,
  refusal: { readonly code: string; readonly facts?: Readonly<Record<string, unknown>> },
): void {
  const { detail, nextStep } = problemText(refusal);
  if (json)
    io.stdout.write(`${JSON.stringify({ code: refusal.code, detail, nextStep, ...(refusal.facts ? { facts: refusal.facts } : {}) })}\n`);
  else io.stderr.write(`${detail}\n${nextStep}\n`);
}

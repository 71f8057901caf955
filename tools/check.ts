/**
 * `npm run check [NAME …]`: runs every tools/check-NAME.ts, several at once, one line each with its seconds; then what they found.
 * `--list` says what each is for. A new check is run from the day its file exists.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  /** All lines but the last are findings; the last says what was looked at. */
  readonly lines: readonly string[];
}

/** These take seconds: started first, so that the short ones fill the gaps. */
const longest = ['types', 'promises', 'unused', 'dependencies'];
/** Findings printed per check; the rest is counted. */
const printedMax = 50;

const folder = import.meta.dirname;

function allChecks(): string[] {
  const names = readdirSync(folder).flatMap((file) => file.match(/^check-([a-z0-9-]+)\.ts$/)?.[1] ?? []);
  const rank = (name: string): number => (longest.includes(name) ? longest.indexOf(name) : longest.length);
  return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** The doc comment a check begins with, on one line. */
function purpose(name: string): string {
  const comment = readFileSync(`${folder}/check-${name}.ts`, 'utf8').match(/^\/\*\*([\s\S]*?)\*\//)?.[1] ?? '';
  return comment.replace(/\s*\n?\s*\*\s+/g, ' ').trim();
}

function run(name: string): Promise<Outcome> {
  const started = performance.now();
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [`${folder}/check-${name}.ts`], {
      cwd: resolve(folder, '..'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        out += text;
      });
    child.on('error', fail);
    child.on('close', (code) =>
      done({ name, ok: code === 0, seconds: (performance.now() - started) / 1000, lines: out.trimEnd().split('\n') }),
    );
  });
}

function printLine({ name, ok, seconds, lines }: Outcome): void {
  console.log(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(14)} ${seconds.toFixed(1).padStart(5)} s  ${lines.at(-1) ?? ''}`);
}

function printFindings({ name, lines }: Outcome): void {
  console.log(`\n${name}: ${purpose(name)}`);
  for (const line of lines.slice(0, printedMax)) console.log(`  ${line}`);
  if (lines.length > printedMax) console.log(`  … and ${lines.length - printedMax} more: npm run check ${name}`);
}

async function runAll(names: readonly string[]): Promise<Outcome[]> {
  const waiting = [...names];
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const outcome = await run(name);
      printLine(outcome);
      outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, Math.max(2, availableParallelism())) }, worker));
  return outcomes;
}

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const known = allChecks();
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exitCode = 2;
} else if (process.argv.includes('--list')) {
  for (const name of known) console.log(`${name.padEnd(14)} ${purpose(name)}`);
} else {
  const started = performance.now();
  const outcomes = await runAll(wanted.length > 0 ? wanted : known);
  const failed = outcomes.filter(({ ok }) => !ok);
  failed.forEach(printFindings);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    failed.length === 0
      ? `All ${outcomes.length} checks pass (${seconds} s).`
      : `\n${failed.length} of ${outcomes.length} checks failed (${seconds} s).`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}

/** Words: what is kept says what the product is and does, not how or where it was being made. */
import { filesBelow, read } from './lib/files.ts';
import { tell } from './lib/report.ts';

interface Unwanted {
  readonly files: RegExp;
  readonly pattern: RegExp;
  readonly says: string;
}

const everywhere = /\.(md|ts|tsx|mjs|sql|ya?ml|json|html|css|sh)$|(^|\/)\.ci\/run$/;

const unwanted: readonly Unwanted[] = [
  { files: everywhere, pattern: /\bsub-?agents?\b|\bas an AI\b|\b(language|AI) model wrote\b/i, says: 'speaks of who made it' },
  {
    files: everywhere,
    pattern: /(?<![\w.:])\/(work|home|root|Users)\/\w|\/tmp\/brief\b|\bbrief\.md\b/,
    says: "names a place on its maker's machine",
  },
  {
    files: /\.md$/,
    pattern: /\b(previous|earlier|last|next|later|coding) sessions?\b/i,
    says: 'speaks of working sessions: say what is so now',
  },
  { files: /\.md$/, pattern: /\bTODO\b|\bTBD\b|\bFIXME\b/, says: 'promises to be finished later' },
];

await tell(() => {
  const files = filesBelow().filter(
    (path) => everywhere.test(path) && path !== 'package-lock.json' && !/^tools\/(check-|self-test\/)/.test(path),
  );
  const findings = files.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) =>
        unwanted
          .filter((word) => word.files.test(path) && word.pattern.test(line))
          .map((word) => ({ at: `${path}:${index + 1}`, says: `${word.says}: "${line.match(word.pattern)?.[0]}"` })),
      ),
  );
  return { findings, looked: files.length, noun: 'files' };
});

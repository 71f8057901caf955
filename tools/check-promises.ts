/** Promises: no call that answers a promise is left un-awaited. A forgotten await on a database write is the costliest slip here. */
import { type Finding, tell } from './lib/report.ts';
import { runTool } from './lib/tool.ts';

interface Diagnostic {
  readonly message: string;
  readonly code?: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

await tell(async () => {
  const { code, out, err } = await runTool('oxlint', ['--type-aware', '-c', '.oxlintrc.json', '-f', 'json', '.']);
  const start = out.indexOf('{');
  if (start < 0) return { findings: [{ at: '.oxlintrc.json', says: (out + err).trim() }], looked: 1, noun: 'files' };
  const report = JSON.parse(out.slice(start)) as { diagnostics: readonly Diagnostic[]; number_of_files: number; number_of_rules: number };
  const findings: Finding[] = report.diagnostics.map(({ message, code: rule, filename, labels }) => ({
    at: `${filename}:${labels[0]?.span.line ?? 1}`,
    says: `${rule ?? 'oxlint'}: ${message}`,
  }));
  if (code !== 0 && findings.length === 0) findings.push({ at: '.oxlintrc.json', says: (out + err).trim() });
  if (report.number_of_rules === 0) findings.push({ at: '.oxlintrc.json', says: 'no rule is switched on' });
  return { findings, looked: report.number_of_files, noun: 'files' };
});

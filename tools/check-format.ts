/** Format and everyday mistakes: Biome, as biome.json says. A warning is a finding: what nobody has to heed nobody reads. */
import { tell } from './lib/report.ts';
import { runTool } from './lib/tool.ts';

interface Diagnostic {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly category: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
}

interface BiomeReport {
  readonly summary: { readonly changed: number; readonly unchanged: number };
  readonly diagnostics: readonly Diagnostic[];
}

await tell(async () => {
  const { out, err } = await runTool('biome', ['ci', '--reporter=json', '--max-diagnostics=none', '--colors=off', '.']);
  if (!out.trimStart().startsWith('{')) return { findings: [{ at: 'biome.json', says: (out + err).trim() }], looked: 1, noun: 'files' };
  const { summary, diagnostics } = JSON.parse(out) as BiomeReport;
  const findings = diagnostics
    .filter(({ severity }) => severity !== 'info')
    .map(({ category, message, location: { path, start } }) => ({
      at: `${path}:${start.line}`,
      says: `${category}: ${message} (biome check --write ${path})`,
    }));
  return { findings, looked: summary.changed + summary.unchanged, noun: 'files' };
});

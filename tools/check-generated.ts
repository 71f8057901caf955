/** Generated files are current: OpenAPI, refusals, features, schema, the pack's JSON Schema and the client's table say what the code says. */
import { generatedFiles, outdated } from './lib/pages.ts';
import { tell } from './lib/report.ts';

await tell(async () => {
  const files = await generatedFiles();
  return { findings: await outdated(files), looked: files.size, noun: 'files' };
});

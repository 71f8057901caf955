import { readFile } from 'node:fs/promises';

/** The pack of `docs/catalog-packs.md` that uses every mechanism of the format, as YAML: what the page promises is what is tested. */
export async function documentedPack(): Promise<string> {
  const page = await readFile(new URL('../../../docs/catalog-packs.md', import.meta.url), 'utf8');
  const packs = [...page.matchAll(/```yaml\n(format: 1\n[\s\S]*?)```/g)].map(([, text]) => text!);
  const pack = packs[1];
  if (pack === undefined) throw new Error('docs/catalog-packs.md shows no second pack');
  return pack;
}

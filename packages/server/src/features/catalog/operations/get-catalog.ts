import type { getCatalog as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../current-pack.ts';
import { toCatalog } from '../wire.ts';
import { languageFor } from '../words.ts';

/** The catalog as people see it, in the language asked for or the reader's. */
export const getCatalog: Handler<typeof contract> = async (context, { query }) => {
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const language = languageFor(current.pack, query.language, context.language);
  return accept(toCatalog(current.version, current.pack, language));
};

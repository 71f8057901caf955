import { useTranslation } from 'react-i18next';
import { client } from '../lib/api.ts';
import type { InputFor, OperationId } from '../lib/types.ts';
import { CodeBlock } from './CodeBlock.tsx';
import classes from './Developer.module.css';
import { Section } from './Section.tsx';

/** A call behind a page: made with `apiCall`, so that id and input fit. */
export interface ApiCall {
  readonly id: OperationId;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly body: string | undefined;
  };
  /** What it answered; left out for acts. */
  readonly answer?: unknown;
}

export const apiCall = <Id extends OperationId>(id: Id, input: InputFor<Id>, answer?: unknown): ApiCall => ({
  id,
  request: client.describe(id, input),
  answer,
});

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Headers that say nothing to another caller. */
const consoleOnly = new Set(['Accept', 'Muniment-Channel']);

/** The call as a curl command; the key stands as a shell variable. */
function curlOf({ request }: ApiCall): string {
  const { method, url, headers, body } = request;
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(`${location.origin}${url}`)}`];
  lines.push('-H "Authorization: Bearer $MUNIMENT_API_KEY"');
  for (const [name, value] of Object.entries(headers)) if (!consoleOnly.has(name)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body !== undefined) lines.push(`-d ${quoted(body)}`);
  return lines.join(' \\\n  ');
}

/** The Developer tab: the calls behind this page as curl, and what they answered. */
export function Developer({ calls }: { calls: readonly ApiCall[] }) {
  const { t } = useTranslation('common');
  return (
    <>
      <p className={classes.intro}>
        {t('developer.intro')} <a href="/docs">{t('developer.reference')}</a>
      </p>
      {calls.map((one) => (
        <Section key={one.id} title={<code>{one.id}</code>}>
          <CodeBlock label="curl" text={curlOf(one)} />
          {one.answer === undefined ? null : <CodeBlock label="JSON" text={JSON.stringify(one.answer, null, 2)} />}
        </Section>
      ))}
    </>
  );
}

import { Button } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Done, PlainAct } from '../../../components/act/index.ts';
import { Effects } from '../../../components/Effects.tsx';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import classes from '../catalog.module.css';
import { Changes, Issues } from '../PackFindings.tsx';
import { PackSource } from '../PackSource.tsx';
import { type PackCheck, usePackCheck } from '../use-pack-check.ts';

/** Puts the caret where a mistake is, and that line into sight. */
function showLine(field: HTMLTextAreaElement | null, line: number, column: number): void {
  if (!field) return;
  const lines = field.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  field.focus();
  field.setSelectionRange(start + column - 1, start + (lines[line - 1]?.length ?? 0));
  field.scrollTop = (field.scrollHeight / lines.length) * Math.max(0, line - 4);
}

function Findings({ check, onLine }: { check: PackCheck; onLine: (line: number, column: number) => void }) {
  const { t } = useTranslation('catalog');
  if (check.issues.length > 0) return <Issues issues={check.issues} more={check.more} onLine={onLine} />;
  if (check.refusal) return <ProblemAlert problem={check.refusal} />;
  return (
    <>
      <p className={classes.checked} role="status">
        <StatusMark status="active" word={t('load.clean')} />
      </p>
      <Changes changes={check.changes} />
    </>
  );
}

/** Loads a pack: choose it, have it checked, see what changes, load it. */
export default function LoadCatalog() {
  const { t } = useTranslation('catalog');
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const checking = usePackCheck();
  const check = checking.data?.pack === text ? checking.data : undefined;
  const loadable = check !== undefined && check.issues.length === 0 && check.refusal === null;
  const input = useMemo(() => (loadable ? { pack: text } : null), [loadable, text]);
  const missing = check && !loadable ? t('load.mend') : checking.data && !check ? t('load.recheck') : t('load.missing');
  const choose = (
    <>
      <PackSource value={text} onChange={setText} field={field} />
      <div>
        <Button
          variant={loadable ? 'default' : 'filled'}
          loading={checking.isPending}
          disabled={!text.trim()}
          onClick={() => checking.mutate(text)}
        >
          {t('load.check')}
        </Button>
      </div>
      {checking.error ? <ProblemAlert problem={checking.error.problem} /> : null}
      {check ? <Findings check={check} onLine={(line, column) => showLine(field.current, line, column)} /> : null}
    </>
  );
  return (
    <PlainAct
      title={t('load.title')}
      above={<TextLink to="/catalog">{t('title')}</TextLink>}
      operation="load-catalog"
      permission="catalog.write"
      input={input}
      missing={missing}
      choose={choose}
      review={
        <>
          <Effects items={[t('load.effectNew'), t('load.effectLots')]} irreversible={t('load.effectBack')} />
          {check ? <Changes changes={check.changes} /> : null}
        </>
      }
      commitLabel={t('load.commit')}
      done={({ version, changes }) => (
        <Done title={t('load.done', { version: version.version })} next={<LinkButton to="/catalog">{t('load.back')}</LinkButton>}>
          <p style={{ margin: 0 }}>{t('load.doneText', { packVersion: version.packVersion })}</p>
          <Changes changes={changes} />
        </Done>
      )}
    />
  );
}

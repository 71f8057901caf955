import { Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Copyable } from '../../components/Copyable.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Section } from '../../components/Section.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import classes from './audit.module.css';
import { canonical, hashCommand, leafHash } from './leaf.ts';
import type { AuditEvent } from './words.ts';

/** Recomputed here and now: `undefined` while at work, `null` where the browser cannot. */
function useRecomputed(text: string): string | null | undefined {
  const [hash, setHash] = useState<string | null>();
  useEffect(() => {
    let wanted = true;
    void leafHash(text).then((found) => {
      if (wanted) setHash(found);
    });
    return () => {
      wanted = false;
    };
  }, [text]);
  return hash;
}

/** Whether the hash is the leaf's, and how anybody can find out without us. */
export function Proof({ event }: { event: AuditEvent }) {
  const { t } = useTranslation('audit');
  const text = canonical(event.leaf);
  const recomputed = useRecomputed(text);
  const verdict =
    recomputed === undefined ? (
      <Loader size={14} aria-label={t('event.checking')} />
    ) : recomputed === null ? (
      t('event.cannot')
    ) : recomputed === event.hash ? (
      <StatusMark status="active" word={t('event.match')} />
    ) : (
      <StatusMark status="failed" word={t('event.differ')} />
    );
  return (
    <>
      <Section title={t('event.proof')} framed>
        <Facts
          inline
          facts={[
            { label: t('fields.hash'), value: <Copyable text={event.hash} what={t('fields.hash')} /> },
            { label: t('event.check'), value: verdict },
          ]}
        />
      </Section>
      <Section title={t('event.recompute')} hint={t('event.recomputeHint')}>
        <div className={classes.proof}>
          <CodeBlock label="leaf.json" text={text} wrap />
        </div>
        <CodeBlock label={t('event.command')} text={hashCommand} wrap />
      </Section>
    </>
  );
}

import { Button, CloseButton, Text } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../lib/use-number.ts';
import { notifyProblem } from '../notify.tsx';
import { countSelected, type Selection } from './column.ts';
import classes from './ListPage.module.css';

/** What a bulk act is given: the chosen rows one after the other, however many pages they span. */
export interface BulkRun<Row> {
  readonly count: number;
  /** Everything that matches, but for those that were taken out again. */
  readonly all: boolean;
  /** All that matches, and none taken out again: whoever can be told so need not be told each. */
  readonly everything: boolean;
  readonly rows: () => AsyncIterable<Row>;
  /** Says how far it is. */
  readonly report: (done: number) => void;
  /** Aborted when the person stops it. */
  readonly signal: AbortSignal;
}

export interface BulkAct<Row> {
  readonly id: string;
  /** Says what it will do, with the number. */
  readonly label: (count: number) => string;
  readonly icon?: ReactNode;
  readonly run: (bulk: BulkRun<Row>) => Promise<void>;
}

interface Props<Row> {
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly total: number;
  readonly loaded: number;
  readonly acts: readonly BulkAct<Row>[];
  readonly rows: (signal: AbortSignal) => AsyncIterable<Row>;
}

/** At the bottom while rows are chosen: how many, "all that match", and what can be done with them. */
export function BulkBar<Row>({ selection, onSelect, total, loaded, acts, rows }: Props<Row>) {
  const { t } = useTranslation('common');
  const number = useNumber();
  const [progress, setProgress] = useState<{ act: string; done: number } | null>(null);
  const abort = useRef<AbortController | null>(null);
  const count = countSelected(selection, total);
  if (count === 0) return null;

  const run = async (act: BulkAct<Row>) => {
    const controller = new AbortController();
    abort.current = controller;
    setProgress({ act: act.id, done: 0 });
    try {
      await act.run({
        count,
        all: selection.all,
        everything: selection.all && selection.except.size === 0,
        rows: () => rows(controller.signal),
        report: (done) => setProgress({ act: act.id, done }),
        signal: controller.signal,
      });
      if (!controller.signal.aborted) onSelect({ all: false, ids: new Set() });
    } catch (error) {
      if (!controller.signal.aborted) notifyProblem(error);
    } finally {
      setProgress(null);
    }
  };

  return (
    <section className={classes.bulk} aria-label={t('bulk.title')}>
      <Text size="sm" fw={560} role="status">
        {progress ? t('bulk.progress', { done: number(progress.done), total: number(count) }) : t('bulk.selected', { count })}
      </Text>
      {!progress && !selection.all && total > loaded ? (
        <Button size="compact-sm" variant="subtle" onClick={() => onSelect({ all: true, except: new Set() })}>
          {t('bulk.selectAll', { total: number(total) })}
        </Button>
      ) : null}
      <div className={classes.bulkActs}>
        {progress ? (
          <Button variant="default" onClick={() => abort.current?.abort()}>
            {t('bulk.stop')}
          </Button>
        ) : (
          acts.map((act) => (
            <Button key={act.id} leftSection={act.icon} variant="default" onClick={() => void run(act)}>
              {act.label(count)}
            </Button>
          ))
        )}
        <CloseButton aria-label={t('bulk.clear')} onClick={() => onSelect({ all: false, ids: new Set() })} />
      </div>
    </section>
  );
}

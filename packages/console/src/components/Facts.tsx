import type { ReactNode } from 'react';
import classes from './Facts.module.css';

export interface Fact {
  readonly label: string;
  /** `null` and empty text show a dash: a fact that is missing is a fact too. */
  readonly value: ReactNode;
  /** Takes the room of two: ids, long names. */
  readonly wide?: boolean;
}

/** A description list: label over value, in as many columns as fit. */
export function Facts({ facts, inline = false }: { facts: readonly (Fact | null | false)[]; inline?: boolean }) {
  return (
    <dl className={inline ? classes.inline : classes.facts}>
      {facts.map((fact) =>
        fact ? (
          <div key={fact.label} data-wide={fact.wide || undefined}>
            <dt>{fact.label}</dt>
            <dd>{fact.value === null || fact.value === '' ? '–' : fact.value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

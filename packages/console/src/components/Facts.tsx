import type { ReactNode } from 'react';
import classes from './Facts.module.css';

export interface Fact {
  readonly label: string;
  /** `null` and empty text show a dash: a fact that is missing is a fact too. */
  readonly value: ReactNode;
}

/** A description list: label over value, in as many columns as fit. */
export function Facts({ facts, inline = false }: { facts: readonly (Fact | null | false)[]; inline?: boolean }) {
  return (
    <dl className={inline ? classes.inline : classes.facts}>
      {facts.map((fact) =>
        fact ? (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd>{fact.value === null || fact.value === '' ? '–' : fact.value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

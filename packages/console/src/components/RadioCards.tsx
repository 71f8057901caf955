import { Radio, type RadioGroupProps } from '@mantine/core';
import classes from './RadioCards.module.css';

interface RadioChoice<Value extends string> {
  readonly value: Value;
  readonly name: string;
  /** What it means to choose it. */
  readonly hint: string;
}

type Props<Value extends string> = Pick<RadioGroupProps, 'label' | 'aria-label' | 'error'> & {
  readonly choices: readonly RadioChoice<Value>[];
  /** Nothing is chosen yet: empty. */
  readonly value: Value | '';
  readonly onChange: (value: Value) => void;
  /** Side by side where there is room. */
  readonly beside?: boolean;
};

/** One of a few, each with a sentence about what it means. */
export function RadioCards<Value extends string>({ choices, onChange, beside = false, ...group }: Props<Value>) {
  return (
    <Radio.Group {...group} onChange={(value) => onChange(value as Value)}>
      <div className={classes.cards} data-beside={beside || undefined}>
        {choices.map(({ value, name, hint }) => (
          <Radio.Card key={value} value={value} className={classes.card}>
            <Radio.Indicator className={classes.mark} />
            <span className={classes.text}>
              <span className={classes.name}>{name}</span>
              <span className={classes.hint}>{hint}</span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}

import { Combobox } from '@mantine/core';
import classes from './EasyNav.module.css';
import type { NavGroup } from './use-easy-nav.ts';

/** The groups of choices below the field. */
export function EasyNavOptions({ groups }: { groups: readonly NavGroup[] }) {
  return groups.map((group) => (
    <Combobox.Group key={group.title} label={group.title}>
      {group.choices.map((choice) => (
        <Combobox.Option key={choice.id} value={choice.id} className={classes.option}>
          <choice.icon size={18} stroke={1.6} aria-hidden />
          <span className={classes.title}>{choice.title}</span>
          {choice.subtitle ? <span className={classes.subtitle}>{choice.subtitle}</span> : null}
        </Combobox.Option>
      ))}
    </Combobox.Group>
  ));
}

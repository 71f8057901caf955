import { ActionIcon, NumberInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../../components/Copyable.tsx';
import { SearchSelect } from '../../../components/SearchSelect.tsx';
import type { Catalog } from '../../../lib/types.ts';
import type { DraftLine } from './draft.ts';
import classes from './ShipForm.module.css';

type Part = Catalog['parts'][number];

const matches = (part: Part, text: string) => `${part.number} ${part.label}`.toLowerCase().includes(text.toLowerCase());

/** The lines of a new order: a part found by number or name, and how many. */
export function ShipLines({
  parts,
  lines,
  onChange,
}: {
  parts: readonly Part[];
  lines: readonly DraftLine[];
  onChange: (lines: DraftLine[]) => void;
}) {
  const { t } = useTranslation('channel');
  const taken = new Set(lines.map((line) => line.part));
  const partOptions = (text: string) => ({
    options: parts
      .filter((part) => !taken.has(part.number) && matches(part, text))
      .slice(0, 50)
      .map((part) => ({
        id: part.number,
        title: part.number,
        content: (
          <span className={classes.part}>
            <span>{part.label}</span>
            <span className={classes.soft}>
              <Key text={part.number} /> {part.grants.map((grant) => grant.text).join(', ')}
            </span>
          </span>
        ),
      })),
    isPending: false,
  });
  return (
    <>
      {lines.length > 0 ? (
        <ol className={classes.lines}>
          {lines.map((line) => (
            <li key={line.part}>
              <span className={classes.part}>
                <span>{parts.find((part) => part.number === line.part)?.label}</span>
                <span className={classes.soft}>
                  <Key text={line.part} />
                </span>
              </span>
              <NumberInput
                aria-label={t('line.takeOf', { part: line.part })}
                hideControls
                min={1}
                allowDecimal={false}
                allowNegative={false}
                value={line.quantity}
                onChange={(quantity) => onChange(lines.map((one) => (one.part === line.part ? { ...one, quantity } : one)))}
              />
              <ActionIcon
                aria-label={t('attach.drop', { part: line.part })}
                onClick={() => onChange(lines.filter((one) => one.part !== line.part))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ol>
      ) : null}
      <SearchSelect
        label={t('ship.addPart')}
        placeholder={t('ship.addPartPlaceholder')}
        useOptions={partOptions}
        onPick={(part) => onChange([...lines, { part, quantity: 1 }])}
      />
    </>
  );
}

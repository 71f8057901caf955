import { Popover, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { formatDate } from '../../lib/format.ts';
import classes from './terms.module.css';
import type { PoolLicence, TermLicence } from './types.ts';
import { useTermWords } from './words.ts';

type Part = TermLicence['components'][number] & Partial<PoolLicence['components'][number]>;

/**
 * The originals of a licence, unfolding: what is left of each, the first used up first (A7, A8). A licence that was split off
 * or taken off has one, which it is not itself.
 */
export function Parts({ lotId, parts }: { lotId: string; parts: readonly Part[] }) {
  const { t, i18n } = useTranslation('terms');
  const { days } = useTermWords();
  const [opened, { toggle, close }] = useDisclosure();
  const [first] = parts;
  if (first === undefined || (parts.length === 1 && first.lotId === lotId)) return '–';
  const isOne = parts.length === 1;
  return (
    <Popover opened={opened} onChange={(open) => (open ? undefined : close())} position="bottom-start" width={380} withArrow>
      <Popover.Target>
        <UnstyledButton className={classes.unfold} onClick={toggle} onKeyDown={(event) => (event.key === 'Escape' ? close() : undefined)}>
          {isOne ? t('pool.partOf') : t('pool.partsOf', { count: parts.length })} <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.partsTitle}>{isOne ? t('pool.partTitle') : t('pool.partsTitle')}</p>
        <ol className={classes.parts}>
          {parts.map((part) => (
            <li key={part.lotId}>
              {part.partLabel ? <strong>{part.partLabel}</strong> : null}
              <Key text={part.lotId} />
              <span>{t('pool.partDays', { days: days(part.days), on: formatDate(part.registeredAt, i18n.language) })}</span>
            </li>
          ))}
        </ol>
        {isOne ? null : <p className={classes.soft}>{t('pool.partsHint')}</p>}
      </Popover.Dropdown>
    </Popover>
  );
}

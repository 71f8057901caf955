import { Popover, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { formatDate } from '../../lib/format.ts';
import classes from './terms.module.css';
import type { TermLicence } from './types.ts';
import { useTermWords } from './words.ts';

/** The originals of a cumulative licence, unfolding: what is left of each, the first used up first (A7, A8). */
export function Parts({ parts }: { parts: TermLicence['components'] }) {
  const { t, i18n } = useTranslation('terms');
  const { days } = useTermWords();
  const [opened, { toggle, close }] = useDisclosure();
  if (parts.length < 2) return '–';
  return (
    <Popover opened={opened} onChange={(open) => (open ? undefined : close())} position="bottom-start" width={380} withArrow>
      <Popover.Target>
        <UnstyledButton className={classes.unfold} onClick={toggle} onKeyDown={(event) => (event.key === 'Escape' ? close() : undefined)}>
          {t('pool.partsOf', { count: parts.length })} <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.partsTitle}>{t('pool.partsTitle')}</p>
        <ol className={classes.parts}>
          {parts.map((part) => (
            <li key={part.lotId}>
              <Key text={part.lotId} />
              <span>{t('pool.partDays', { days: days(part.days), on: formatDate(part.registeredAt, i18n.language) })}</span>
            </li>
          ))}
        </ol>
        <p className={classes.soft}>{t('pool.partsHint')}</p>
      </Popover.Dropdown>
    </Popover>
  );
}

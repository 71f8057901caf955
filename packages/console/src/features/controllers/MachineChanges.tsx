import { IconAlertTriangle, IconTool } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../components/Note.tsx';
import { Section } from '../../components/Section.tsx';
import { type Comparison, MachineTable } from './MachineTable.tsx';

/** What is different about the machine that asks; nothing where it is the same, or was never bound. */
export function MachineChanges({ machine, repair }: { machine: Comparison | null; repair: string | null }) {
  const { t } = useTranslation('controllers');
  if (machine === null || machine.verdict === 'same') return null;
  const points = { matched: machine.matched, least: machine.atLeast };
  return (
    <Section title={t('machine.title')} hint={t('machine.points', points)}>
      {repair !== null ? (
        <Note title={t('machine.repaired')} icon={IconTool} color="amber">
          {repair}
        </Note>
      ) : machine.verdict === 'another-machine' ? (
        <Note title={t('machine.another')} icon={IconAlertTriangle} color="amber">
          {t('machine.anotherText')}
        </Note>
      ) : null}
      <MachineTable of={machine} />
    </Section>
  );
}

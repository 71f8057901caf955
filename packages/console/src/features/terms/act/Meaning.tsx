import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Effects } from '../../../components/Effects.tsx';
import { Section } from '../../../components/Section.tsx';
import type { Assignee, State } from '../types.ts';

/** What an assignment means for those chosen, before any number is worked out: a first licence, a new one, or a longer one. */
export function Meaning({ rows, onLeaveOut }: { rows: readonly Assignee[] | null; onLeaveOut: (ids: readonly string[]) => void }) {
  const { t } = useTranslation('terms');
  if (!rows || rows.length === 0) return null;
  const count = (state: State) => rows.filter((row) => row.state === state).length;
  const [unlicensed, expired, licensed] = [count('unlicensed'), count('expired'), count('licensed')];
  const sentences = [
    unlicensed > 0 && t('assign.words.firstUnlicensed', { count: unlicensed }),
    expired > 0 && t('assign.words.expired', { count: expired }),
    licensed > 0 && t('assign.words.licensed', { count: licensed }),
  ].filter((sentence) => sentence !== false);
  return (
    <Section title={t('assign.words.title')}>
      <Effects items={sentences} />
      {licensed > 0 && licensed < rows.length ? (
        <Button
          mt="xs"
          size="compact-sm"
          variant="default"
          onClick={() => onLeaveOut(rows.filter(({ state }) => state !== 'licensed').map(({ assignee }) => assignee.id))}
        >
          {t('assign.words.leave', { count: licensed })}
        </Button>
      ) : null}
    </Section>
  );
}

import { useTranslation } from 'react-i18next';
import { Section } from '../../components/Section.tsx';
import type { ValueOf } from '../../lib/types.ts';
import { LicenceTable } from './LicenceTable.tsx';

/** What goes back into the pool; of which project, where that is not what the page is about. */
export function Returned({ returned, project }: Pick<ValueOf<'take-back-licenses'>, 'returned'> & { project?: { name: string } }) {
  const { t } = useTranslation('controllers');
  const title = project === undefined ? t('takeBack.returned') : t('return.returned', { project: project.name });
  return (
    <Section title={title}>
      <LicenceTable label={title} rows={returned} />
    </Section>
  );
}

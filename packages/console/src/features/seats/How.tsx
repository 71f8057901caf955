import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { useMe } from '../../lib/session.tsx';
import classes from './seats.module.css';

/** What a program asks for a seat with, to be tried at once. */
function commandFor(feature: string): string {
  const body = `{"leaseId":"lse_'$(uuidgen | tr A-F a-f)'","feature":"${feature}","user":"'$USER'","host":"'$(hostname)'"}`;
  return [
    `curl -X POST '${location.origin}/v1/leases'`,
    '-H "Authorization: Bearer $MUNIMENT_API_KEY"',
    "-H 'Content-Type: application/json'",
    `-d '${body}'`,
  ].join(' \\\n  ');
}

/** A key for programs is the vendor's to make, or that of the customer's own people. */
const useMakesKeys = (): boolean => {
  const { kind } = useMe().current.organization;
  return kind === 'vendor' || kind === 'customer';
};

/** The button that makes a key for the programs of a project. */
function MakeKey({ projectId }: { projectId: string }) {
  const { t } = useTranslation('seats');
  if (!useMakesKeys()) return null;
  return (
    <ActButton
      permission="api-keys.write"
      variant="default"
      leftSection={<IconKey size={16} aria-hidden />}
      link={{ to: '/api-keys/new', search: { scope: 'seats', project: projectId } }}
    >
      {t('how.key')}
    </ActButton>
  );
}

/** How programs come to seats: a key, and the call to copy. */
export function How({ projectId, feature }: { projectId: string; feature: string }) {
  const { t } = useTranslation('seats');
  const makes = useMakesKeys();
  return (
    <div className={classes.how}>
      <p>{t(makes ? 'how.text' : 'how.textPartner')}</p>
      <div>
        <MakeKey projectId={projectId} />
      </div>
      <CodeBlock label={t('how.command')} text={commandFor(feature)} />
      <p className={classes.soft}>
        {t('how.then')} <a href="/docs">{t('how.reference')}</a>
      </p>
    </div>
  );
}

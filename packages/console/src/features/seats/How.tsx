import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { useMe } from '../../lib/session.tsx';
import classes from './seats.module.css';
import type { Counter } from './types.ts';

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

/** The same at a command line, which keeps the seat while a program runs. */
function checkoutFor(feature: string): string {
  return ['export MUNIMENT_API_KEY_FILE=~/seats.key', `muniment checkout ${feature} --server ${location.origin} -- COMMAND`].join('\n');
}

/** Seats that are taken away from the network, looked at and given back. */
function borrowFor(feature: string, days: number): string {
  return [`muniment borrow ${feature} --days ${days} --server ${location.origin}`, 'muniment status', 'muniment return'].join('\n');
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

/** How programs come to seats: a key, and what to copy, for whoever starts programs and for whoever writes one. */
export function How({ of: { projectId, feature, borrow } }: { of: Pick<Counter, 'projectId' | 'feature' | 'borrow'> }) {
  const { t } = useTranslation('seats');
  const makes = useMakesKeys();
  return (
    <div className={classes.how}>
      <p>{t(makes ? 'how.text' : 'how.textPartner')}</p>
      <div>
        <MakeKey projectId={projectId} />
      </div>
      <p>{t('how.commandLine')}</p>
      <div>
        <CodeBlock label={t('how.checkout')} text={checkoutFor(feature)} />
        {borrow === null ? null : <CodeBlock label={t('how.borrow')} text={borrowFor(feature, Math.min(7, borrow.longestDays))} />}
      </div>
      <p>{t('how.api')}</p>
      <div>
        <CodeBlock label={t('how.command')} text={commandFor(feature)} />
      </div>
      <p className={classes.soft}>
        {t('how.then')} <a href="/docs">{t('how.reference')}</a>
      </p>
    </div>
  );
}

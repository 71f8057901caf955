import { Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Allowed } from '../../../components/Allowed.tsx';
import { CodeBlock } from '../../../components/CodeBlock.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { Strong } from '../../../components/Strong.tsx';
import { useMe } from '../../../lib/session.tsx';
import type { Me } from '../../../lib/types.ts';
import classes from './Developer.module.css';

const rules = ['idempotency', 'dryRun', 'problems', 'pages', 'etag'] as const;

function References() {
  const { t } = useTranslation('developer');
  const { vendor } = useMe();
  const links = [
    { id: 'docs', href: '/docs' },
    { id: 'openapi', href: '/v1/openapi.json' },
    { id: 'schema', href: '/v1/catalog-pack.schema.json' },
    { id: 'jwks', href: `/.well-known/jwks.json?vendor=${encodeURIComponent(vendor.slug)}` },
  ] as const;
  return (
    <Section title={t('reference.title')}>
      <ul className={classes.cards}>
        {links.map(({ id, href }) => (
          <li key={id}>
            <a href={href} className={classes.card}>
              <span className={classes.name}>
                {t(`reference.${id}`)} <IconExternalLink size={14} stroke={1.8} aria-hidden />
              </span>
              <span className={classes.soft}>{t(`reference.${id}Text`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const firstCall = () => `export MUNIMENT_API_KEY='…'\ncurl ${location.origin}/v1/me -H "Authorization: Bearer $MUNIMENT_API_KEY"`;

function CommandLine({ me }: { me: Me }) {
  const { t } = useTranslation('developer');
  const at = `export MUNIMENT_URL=${location.origin}`;
  return (
    <Section title={t('cli.title')} hint={t('cli.hint')}>
      <CodeBlock label={t('cli.signIn')} text={`${at}\nnpx muniment session sign-in --email ${me.email ?? 'you@example.com'}`} />
      <CodeBlock
        label={t('cli.look')}
        text={'npx muniment --help\nnpx muniment search all 1904\nnpx muniment devices list --json\nnpx muniment catalog show'}
      />
      <CodeBlock
        label={t('cli.act')}
        text={[
          'npx muniment licenses attach KEY --order ORDER --part PART=5',
          'npx muniment licenses activate KEY --accept-agreement',
          'npx muniment licenses download KEY -o licence.lic',
          'npx muniment verify licence.lic --hardware-key KEY',
        ].join('\n')}
      />
      <CodeBlock label={t('cli.script')} text={`${at}\nexport MUNIMENT_API_KEY='…'\nnpx muniment customers list --json`} />
    </Section>
  );
}

/** Where the API is described, a first call, and the command line. */
export default function Developer() {
  const { t } = useTranslation('developer');
  const me = useMe();
  return (
    <div className={classes.page}>
      <PageHeader title={t('title')} below={<Text c="dimmed">{t('intro')}</Text>} />
      <References />
      <Section
        title={t('first.title')}
        hint={t('first.hint')}
        actions={
          <Allowed to="api-keys.write">
            <LinkButton to="/api-keys" size="compact-sm" variant="default">
              {t('first.keys')}
            </LinkButton>
          </Allowed>
        }
      >
        <CodeBlock label={t('first.label')} text={firstCall()} />
      </Section>
      <CommandLine me={me} />
      <Section title={t('rules.title')} framed>
        <ul className={classes.rules}>
          {rules.map((rule) => (
            <li key={rule}>
              <Strong text={t(`rules.${rule}`)} />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

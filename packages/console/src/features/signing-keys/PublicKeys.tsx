import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Copyable } from '../../components/Copyable.tsx';
import { notify, notifyProblem } from '../../components/notify.tsx';
import { Section } from '../../components/Section.tsx';
import { call } from '../../lib/api.ts';
import { saveFile } from '../../lib/csv.ts';
import { useMe } from '../../lib/session.tsx';
import classes from './PublicKeys.module.css';

function useDownload(fetchFile: () => Promise<{ blob: Blob; name: string }>) {
  const { t } = useTranslation('signingKeys');
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      const { blob, name } = await fetchFile();
      saveFile(blob, name);
      notify(t('publish.saved', { name }));
    } catch (error) {
      notifyProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}

interface CardProps {
  readonly title: string;
  readonly text: string;
  readonly address: string;
  readonly fetchFile: () => Promise<{ blob: Blob; name: string }>;
}

function Card({ title, text, address, fetchFile }: CardProps) {
  const { t } = useTranslation('signingKeys');
  const { busy, run } = useDownload(fetchFile);
  return (
    <li className={classes.card}>
      <h3>{title}</h3>
      <p>{text}</p>
      <Copyable text={address} what={t('publish.address')} />
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          loading={busy}
          aria-label={`${t('publish.download')}: ${title}`}
          onClick={() => void run()}
        >
          {t('publish.download')}
        </Button>
      </div>
    </li>
  );
}

/** The public keys to download: the set, and the signed one for places without a network. */
export function PublicKeys() {
  const { t } = useTranslation('signingKeys');
  const { vendor } = useMe();
  const query = `?vendor=${encodeURIComponent(vendor.slug)}`;
  const jwks = async () => {
    const { value } = await call('get-key-set', { vendor: vendor.slug });
    return {
      blob: new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/jwk-set+json' }),
      name: `${vendor.slug}-jwks.json`,
    };
  };
  const signed = async () => {
    const { value } = await call('download-key-set', { vendor: vendor.slug });
    return { blob: new Blob([value.bytes], { type: value.contentType }), name: value.fileName };
  };
  return (
    <Section title={t('publish.title')} hint={t('publish.hint')}>
      <ul className={classes.cards}>
        <Card
          title={t('publish.jwks')}
          text={t('publish.jwksText')}
          address={`${location.origin}/.well-known/jwks.json${query}`}
          fetchFile={jwks}
        />
        <Card
          title={t('publish.signed')}
          text={t('publish.signedText')}
          address={`${location.origin}/v1/key-set${query}`}
          fetchFile={signed}
        />
      </ul>
    </Section>
  );
}

const withJose = (address: string) =>
  [
    "import { readFileSync } from 'node:fs';",
    "import { createRemoteJWKSet, jwtVerify } from 'jose';",
    '',
    `const keys = createRemoteJWKSet(new URL('${address}'));`,
    "const file = readFileSync(process.argv[2], 'latin1').trim();",
    "console.log((await jwtVerify(file, keys, { typ: 'muniment-license+jwt' })).payload);",
  ].join('\n');

/** Commands that check a licence file with these keys. */
export function VerifyCommands() {
  const { t } = useTranslation('signingKeys');
  const { vendor } = useMe();
  const address = `${location.origin}/.well-known/jwks.json?vendor=${encodeURIComponent(vendor.slug)}`;
  const ours = [`npx muniment verify FILE --jwks '${address}'`, `npx muniment verify FILE --key-set ${vendor.slug}-keys.jws`].join('\n');
  return (
    <Section title={t('verify.title')} hint={t('verify.hint')}>
      <CodeBlock label={t('verify.ours')} text={ours} />
      <CodeBlock label={t('verify.theirs')} text={withJose(address)} />
    </Section>
  );
}

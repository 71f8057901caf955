import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Done } from '../../components/act/index.ts';
import { Key } from '../../components/Copyable.tsx';
import { Facts } from '../../components/Facts.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { Section } from '../../components/Section.tsx';
import { saveFile } from '../../lib/csv.ts';
import type { ValueOf } from '../../lib/types.ts';
import { LicenceTable } from './LicenceTable.tsx';

type Licenses = ValueOf<'activate-from-file'>;

/** Whose licences, and what is on the device afterwards. */
export function WhatItHas({ of }: { of: Licenses }) {
  const { t } = useTranslation('controllers');
  return (
    <>
      <Facts
        inline
        facts={[
          { label: t('fields.device'), value: of.device.name },
          { label: t('fields.hardwareKey'), value: <Key text={of.device.hardwareKey} /> },
        ]}
      />
      <Section title={t('after')}>
        {of.licenses.length > 0 ? <LicenceTable label={t('after')} rows={of.licenses} /> : t('nothingLeft')}
      </Section>
    </>
  );
}

/** The licence file that answers what was carried here; nothing where the device never had one. */
export function DownloadAnswer({ of: { document } }: { of: Pick<Licenses, 'document'> }) {
  const { t } = useTranslation('controllers');
  if (document === null) return null;
  return (
    <Button
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => saveFile(new Blob([document.text], { type: 'application/jose' }), document.fileName)}
    >
      {t('download')}
    </Button>
  );
}

/** The end of either act: the licence file to carry back to the device. */
export function Answer({ title, of, children }: { title: string; of: Licenses; children?: ReactNode }) {
  const { t } = useTranslation('controllers');
  const { device } = of;
  return (
    <Done
      title={title}
      next={
        <>
          <DownloadAnswer of={of} />
          <LinkButton to="/devices/$deviceId" params={{ deviceId: device.id }} search={{ tab: 'cloud' }} variant="default">
            {t('show', { name: device.name })}
          </LinkButton>
        </>
      }
    >
      <p>{t('carryBack', { name: device.name })}</p>
      {children}
      <WhatItHas of={of} />
    </Done>
  );
}

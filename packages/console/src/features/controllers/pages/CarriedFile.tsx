import { IconAlertTriangle, IconFileCheck } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage } from '../../../components/act/index.ts';
import { Effects } from '../../../components/Effects.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { useMe } from '../../../lib/session.tsx';
import type { Catalog } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { CarriedText } from '../CarriedText.tsx';
import { type Carried, recognise } from '../recognise.ts';
import { useBorrowReceipt, useReceipt } from '../use-receipt.tsx';
import { useRequest } from '../use-request.tsx';

const answered: readonly Carried[] = ['licenses', 'renew', 'receipt', 'borrow-receipt'];

/** What the file is, and what will be done with it; or where it belongs instead. */
function Recognised({ kind }: { kind: Carried }) {
  const { t } = useTranslation('controllers');
  const isAnswered = answered.includes(kind);
  return (
    <Note
      title={t(`carried.kinds.${kind}.title`)}
      icon={isAnswered ? IconFileCheck : IconAlertTriangle}
      color={isAnswered ? 'blue' : 'amber'}
    >
      {t(`carried.kinds.${kind}.text`)}
    </Note>
  );
}

/** What can be brought here, before anything was. */
function Bring() {
  const { t } = useTranslation('controllers');
  const { offers } = useMe();
  return (
    <Effects
      items={[
        t('carried.bring.request'),
        t('carried.bring.renew'),
        t('carried.bring.receipt'),
        ...(offers.seats ? [t('carried.bring.borrow')] : []),
      ]}
    />
  );
}

/** Where somebody came from, as far as the address knows: the way back. */
function useOrigin(): ReactNode {
  const { project, device } = useSearch({ from: '/shell/files' });
  const ofProject = useOperation('get-project', project === undefined ? null : { projectId: project }).data?.value;
  const ofDevice = useOperation('get-device', device === undefined ? null : { deviceId: device }).data?.value;
  if (ofProject === undefined && ofDevice === undefined) return null;
  return (
    <>
      {ofProject === undefined ? null : (
        <TextLink to="/projects/$projectId" params={{ projectId: ofProject.id }}>
          {ofProject.customer.name} / {ofProject.name}
        </TextLink>
      )}
      {ofProject === undefined || ofDevice === undefined ? null : ' / '}
      {ofDevice === undefined ? null : (
        <TextLink to="/devices/$deviceId" params={{ deviceId: ofDevice.id }}>
          {ofDevice.name}
        </TextLink>
      )}
    </>
  );
}

function WithFile({ catalog }: { catalog: Catalog }) {
  const { t } = useTranslation('controllers');
  const origin = useOrigin();
  const [text, setText] = useState<string | null>(null);
  const file = useMemo(() => (text === null ? null : recognise(text)), [text]);
  const textOf = (...kinds: readonly Carried[]) => (file !== null && kinds.includes(file.kind) ? file.document : null);
  const { activation, renewal } = useRequest(textOf('licenses', 'renew'), catalog);
  const receipt = useReceipt(textOf('receipt'));
  const borrowed = useBorrowReceipt(textOf('borrow-receipt'));
  const plan =
    file?.kind === 'licenses' ? activation : file?.kind === 'renew' ? renewal : file?.kind === 'borrow-receipt' ? borrowed : receipt;
  const common = {
    title: t('carried.title'),
    above: origin,
    chooseLabel: t('carried.step'),
    choose: (
      <>
        <CarriedText label={t('carried.file')} hint={t('carried.fileHint')} onText={setText} />
        <div aria-live="polite">{file === null ? <Bring /> : plan.isAnswered ? null : <Recognised kind={file.kind} />}</div>
        {plan.found}
      </>
    ),
  };
  // One act after the other in the same place: what was typed and where the keyboard was stays.
  if (plan === activation) return <ActPage {...common} {...activation} />;
  if (plan === renewal) return <ActPage {...common} {...renewal} />;
  if (plan === borrowed) return <ActPage {...common} {...borrowed} />;
  const isReceipt = file === null || file.kind === 'receipt';
  return <ActPage {...common} {...receipt} missing={isReceipt ? receipt.missing! : t('carried.notHere')} />;
}

/** The one place for files that people carry to and from devices without a network: each is recognised, and answered (E6, C6, C7, C9, F14). */
export default function CarriedFile() {
  const { catalog, error } = useCatalog({ fresh: true });
  if (error) return <ErrorState page problem={error.problem} />;
  return catalog ? <WithFile catalog={catalog} /> : <ObjectSkeleton />;
}

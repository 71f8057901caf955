import { IconFileCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Done } from '../../components/act/index.ts';
import { ProblemAlert } from '../../components/ErrorState.tsx';
import { Facts } from '../../components/Facts.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { Note } from '../../components/Note.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { VendorWhen, When } from '../../components/When.tsx';
import type { Problem, ValueOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { usePreview } from '../../lib/use-operation.ts';
import { useCatalog } from '../catalog/index.ts';
import { Answer, DownloadAnswer, WhatItHas } from './Answer.tsx';
import { Returned } from './Returned.tsx';
import type { Plan } from './use-request.tsx';

/** The server looks at a receipt at once: what is refused is told before anybody goes on. */
function Found({ problem, isReading }: { problem: Problem | undefined; isReading: boolean }) {
  if (problem) return <ProblemAlert problem={problem} />;
  return isReading ? <RowsSkeleton rows={2} /> : null;
}

/** A receipt that was taken before: nothing goes back a second time, and whoever missed the answer finds it here. */
function TakenBefore({ of }: { of: ValueOf<'return-from-file'> }) {
  const { t } = useTranslation('controllers');
  return (
    <>
      <Note
        icon={IconFileCheck}
        color="blue"
        title={<Trans t={t} i18nKey="return.before" components={{ when: <VendorWhen at={of.at} named /> }} />}
      >
        {t('return.beforeText', { name: of.device.name })}
      </Note>
      <div>
        <DownloadAnswer of={of} />
      </div>
      <WhatItHas of={of} />
    </>
  );
}

/** The plan of a receipt of a device that removed its licences (E6, C9). */
export function useReceipt(receipt: string | null): Plan<'return-from-file'> {
  const { t } = useTranslation('controllers');
  const input = useMemo(() => (receipt === null ? null : { receipt }), [receipt]);
  const seen = usePreview('return-from-file', input);
  const value = seen.error ? undefined : seen.data?.value;
  // Without a digest there is nothing to review: an earlier answer is told once more.
  const isAnswered = value !== undefined && value.digest === null;
  const missing = seen.error ? t('carried.refused') : isAnswered ? t('return.nothingMore') : t('carried.reading');
  return {
    isAnswered,
    found: (
      <>
        <Found problem={seen.error?.problem} isReading={seen.isFetching && !value} />
        {value && isAnswered ? <TakenBefore of={value} /> : null}
        {value && !isAnswered ? <Returned returned={value.returned} project={value.project} /> : null}
      </>
    ),
    operation: 'return-from-file',
    permission: 'pools.write',
    input: value && !isAnswered ? input : null,
    missing: receipt === null ? t('carried.missing') : missing,
    digestOf: ({ digest }) => digest ?? '',
    review: (now) => (
      <>
        <Returned returned={now.returned} project={now.project} />
        <WhatItHas of={now} />
      </>
    ),
    commitLabel: t('return.commit'),
    done: (now) => (
      <Answer title={t('return.done', { name: now.device.name })} of={now}>
        <Returned returned={now.returned} project={now.project} />
      </Answer>
    ),
  };
}

/** Whose seat comes back. */
function Borrowed({ of: { lease } }: { of: ValueOf<'return-borrowed-from-file'> }) {
  const { t } = useTranslation('controllers');
  const number = useNumber();
  const { catalog } = useCatalog();
  if (lease === null) {
    return (
      <Note icon={IconFileCheck} color="blue" title={t('borrowed.before')}>
        {t('borrowed.beforeText')}
      </Note>
    );
  }
  return (
    <Facts
      inline
      facts={[
        { label: t('borrowed.user'), value: lease.user },
        { label: t('borrowed.host'), value: lease.host },
        { label: t('borrowed.feature'), value: catalog?.features.find(({ id }) => id === lease.feature)?.label ?? lease.feature },
        { label: t('borrowed.seats'), value: number(lease.seats) },
        lease.borrowedUntil !== null && { label: t('borrowed.until'), value: <When at={lease.borrowedUntil} time /> },
      ]}
    />
  );
}

/** The plan of a receipt of a computer that removed a borrowed seat before its time (C7). */
export function useBorrowReceipt(receipt: string | null): Plan<'return-borrowed-from-file'> {
  const { t } = useTranslation('controllers');
  const input = useMemo(() => (receipt === null ? null : { receipt }), [receipt]);
  const seen = usePreview('return-borrowed-from-file', input);
  const value = seen.error ? undefined : seen.data?.value;
  const isAnswered = value !== undefined && value.lease === null;
  const missing = seen.error ? t('carried.refused') : isAnswered ? t('return.nothingMore') : t('carried.reading');
  return {
    isAnswered,
    found: (
      <>
        <Found problem={seen.error?.problem} isReading={seen.isFetching && !value} />
        {value ? <Borrowed of={value} /> : null}
      </>
    ),
    operation: 'return-borrowed-from-file',
    permission: 'seats.write',
    input: value && !isAnswered ? input : null,
    missing,
    // The operation takes no reason: the receipt is one.
    reasonChosen: true,
    review: (now) => (
      <>
        <p>{t('borrowed.effect')}</p>
        <Borrowed of={now} />
      </>
    ),
    commitLabel: t('borrowed.commit'),
    done: (now) => (
      <Done
        title={t('borrowed.done', { user: now.lease?.user ?? t('borrowed.somebody') })}
        next={
          now.lease === null ? (
            <LinkButton to="/files">{t('carried.another')}</LinkButton>
          ) : (
            <LinkButton to="/seats/$counterId" params={{ counterId: now.lease.counterId }}>
              {t('borrowed.show')}
            </LinkButton>
          )
        }
      />
    ),
  };
}

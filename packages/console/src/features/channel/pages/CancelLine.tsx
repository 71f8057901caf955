import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { useOperation } from '../../../lib/use-operation.ts';
import { OutcomeView } from '../../history/index.ts';
import { UndoButton } from '../UndoButton.tsx';

/** Takes back what is still in the bin of one order line. */
export default function CancelLine() {
  const { t } = useTranslation('channel');
  const { order, line } = useParams({ from: '/shell/orders/$order/lines/$line/cancel' });
  const query = useOperation('get-order', { order });
  const number = query.data?.value.order.salesOrder ?? '';
  const input = useMemo(() => ({ order, line: Number(line) }), [order, line]);
  const back = { to: '/orders/$order', params: { order } } as const;
  return (
    <ActPage
      title={t('cancel.title', { line, number })}
      above={<TextLink {...back}>{t('order.title', { number })}</TextLink>}
      operation="cancel-order-line"
      permission="orders.ship"
      input={input}
      digestOf={(outcome) => outcome.digest}
      review={(outcome) => <OutcomeView outcome={outcome} />}
      commitLabel={t('cancel.commit')}
      done={(outcome) => (
        <Done
          title={t('cancel.done')}
          next={
            <>
              <LinkButton {...back}>{t('cancel.back')}</LinkButton>
              <UndoButton outcome={outcome} />
            </>
          }
        >
          <OutcomeView outcome={outcome} />
        </Done>
      )}
    />
  );
}

import { IconPackages } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../components/Note.tsx';
import { useOperation } from '../../lib/use-operation.ts';
import { selectedLine, useSelection } from './selection.ts';

/** Takes up everything that an order still holds, whatever was chosen of it. */
function WholeOrder({ orderId }: { orderId: string }) {
  const query = useOperation('get-order', { order: orderId });
  const { put, lines } = useSelection();
  const value = query.data?.value;
  const there = value?.lines.filter((line) => line.available > 0);
  const isWhole = there?.every(({ lotId, available }) => lines.some((line) => line.lotId === lotId && line.quantity === available));
  useEffect(() => {
    if (value && there && isWhole === false) put(there.map((line) => selectedLine(value.order, line, line.available)));
  });
  return null;
}

/** Orders that the chosen device takes only whole: said, and chosen so. */
export function WholeOrders({ product }: { product: string }) {
  const { t } = useTranslation('channel');
  const { lines } = useSelection();
  const orders = [...new Set(lines.map(({ orderId }) => orderId))];
  return (
    <>
      <Note icon={IconPackages} color="blue">
        {t('attach.wholeOrders', { product })}
      </Note>
      {orders.map((orderId) => (
        <WholeOrder key={orderId} orderId={orderId} />
      ))}
    </>
  );
}

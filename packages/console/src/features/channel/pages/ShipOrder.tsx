import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { useLabel } from '../../../lib/session.tsx';
import type { InputFor, Outcome, ValueOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { useCatalog } from '../../catalog/index.ts';
import { OutcomeView } from '../../history/index.ts';
import { useFieldFact } from '../order-facts.ts';
import { type Draft, emptyDraft, inputOf } from '../ship/draft.ts';
import { ShipForm } from '../ship/ShipForm.tsx';
import { UndoButton } from '../UndoButton.tsx';

function Shipped({ value, onAnother }: { value: ValueOf<'ship-order'>; onAnother: () => void }) {
  const { t } = useTranslation('channel');
  return (
    <Done
      title={t('ship.done', { number: value.order?.salesOrder ?? '', receiver: value.order?.receiver.name ?? '' })}
      next={
        <>
          {value.order ? (
            <LinkButton to="/orders/$order" params={{ order: value.order.id }}>
              {t('ship.show')}
            </LinkButton>
          ) : null}
          <LinkButton to="/orders/new" variant="default" onClick={onAnother}>
            {t('ship.another')}
          </LinkButton>
          <UndoButton outcome={value.outcome} />
        </>
      }
    >
      <OutcomeView outcome={value.outcome} />
    </Done>
  );
}

/** The whole order as it will be: a wrong number or field is found here and not by the partner. */
function OrderReview({ input, outcome }: { input: InputFor<'ship-order'>; outcome: Outcome }) {
  const { t } = useTranslation('channel');
  const toFact = useFieldFact();
  const number = useNumber();
  const salesOrder = useLabel('salesOrder');
  const purchaseOrder = useLabel('purchaseOrder');
  const months = input.maintenanceMonths;
  return (
    <>
      <Section title={t('ship.order')} framed>
        <Facts
          facts={[
            { label: salesOrder, value: input.salesOrder },
            { label: purchaseOrder, value: input.purchaseOrder ?? '' },
            // As the server names it.
            { label: t('order.receiver'), value: outcome.movements[0]?.to ?? '' },
            { label: t('order.maintenanceMonths'), value: months ? number(months) : '' },
            ...Object.entries(input.fields ?? {}).map(toFact),
            { label: t('order.note'), value: input.note ?? '', wide: true },
          ]}
        />
      </Section>
      <OutcomeView outcome={outcome} />
    </>
  );
}

/** Ships an order into a partner's bin: numbers, receiver, lines, then the review. */
export default function ShipOrder() {
  const { t } = useTranslation('channel');
  const { catalog, error } = useCatalog();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const required = useMemo(() => catalog?.orderFields.filter((field) => field.required).map((field) => field.id) ?? [], [catalog]);
  const input = useMemo(() => inputOf(draft, required), [draft, required]);
  if (error) return <ErrorState page problem={error.problem} />;
  if (!catalog) return <ObjectSkeleton />;
  return (
    <ActPage
      title={t('ship.title')}
      above={<TextLink to="/orders">{t('orders.title')}</TextLink>}
      operation="ship-order"
      permission="orders.ship"
      input={input}
      missing={t('ship.missing')}
      choose={<ShipForm catalog={catalog} draft={draft} onChange={setDraft} />}
      digestOf={(value) => value.outcome.digest}
      review={(value) => (input ? <OrderReview input={input} outcome={value.outcome} /> : null)}
      commitLabel={t('ship.commit')}
      done={(value) => <Shipped value={value} onAnother={() => setDraft(emptyDraft)} />}
    />
  );
}

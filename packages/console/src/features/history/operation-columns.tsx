import { useTranslation } from 'react-i18next';
import { RowLink } from '../../components/Links.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import type { Column } from '../../components/table/index.ts';
import { useVendorTime, VendorWhen } from '../../components/When.tsx';
import type { LedgerOperation } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { arriving, useDetails } from './details.ts';
import classes from './History.module.css';
import { useActorText } from './History.tsx';
import { UndoNote } from './UndoNote.tsx';
import { partsOf, useChannelWord, useKindWord } from './words.ts';

const unitsOf = (operation: LedgerOperation) => arriving(operation.movements).reduce((sum, move) => sum + move.quantity, 0);

/** What an act is about: of a device or user its name, else the project's, the customer's or the order's. */
const subject = ({ device, namedUser, project, customer, order }: LedgerOperation) =>
  device?.name ?? namedUser?.name ?? project?.name ?? customer?.name ?? order?.salesOrder ?? '–';

/** So many licences are named; the act's own page names all. */
const mostNamed = 3;

/** What moved, and below it what it did to days or fields. */
function Effect({ of }: { of: LedgerOperation }) {
  const number = useNumber();
  const details = useDetails();
  const moved = arriving(of.movements).map((move) => `${number(move.quantity)} × ${move.partLabel || move.part}`);
  const lines = details(of);
  // A phone leaves out what says nothing.
  if (moved.length + lines.length === 0 && !of.canUndo) return null;
  return (
    <span className={classes.effect}>
      {moved.slice(0, mostNamed).join(', ')}
      {moved.length > mostNamed ? ' …' : null}
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
      {of.canUndo ? (
        <span>
          <UndoNote operation={of} />
        </span>
      ) : null}
    </span>
  );
}

function What({ of }: { of: LedgerOperation }) {
  const kind = useKindWord();
  return (
    <>
      <RowLink to="/history/$operationId" params={{ operationId: of.id }}>
        {kind(of.kind)}
      </RowLink>{' '}
      {of.undoneBy ? <StatusMark status="undone" plain /> : null}
    </>
  );
}

/** Columns of a list of acts: what happened, to what, who did it, when. */
export function useOperationColumns(): Column<LedgerOperation>[] {
  const { t } = useTranslation('history');
  const kind = useKindWord();
  const channel = useChannelWord();
  const actor = useActorText();
  const number = useNumber();
  const details = useDetails();
  const vendorTime = useVendorTime();
  return [
    {
      id: 'what',
      header: t('history.what'),
      width: '1.6fr',
      wrap: true,
      phone: 'title',
      cell: (row) => <What of={row} />,
      csv: (row) => kind(row.kind),
    },
    { id: 'subject', header: t('history.subject'), width: '1.3fr', wrap: true, cell: subject, csv: subject },
    {
      id: 'effect',
      header: t('history.effect'),
      width: '2.4fr',
      cell: (row) => <Effect of={row} />,
      csv: (row) => [...arriving(row.movements).map((move) => `${move.quantity} × ${partsOf(move)}`), ...details(row)].join('; '),
    },
    {
      id: 'units',
      header: t('history.units'),
      width: 88,
      align: 'right',
      phone: 'hidden',
      cell: (row) => (row.movements.length > 0 ? number(unitsOf(row)) : '–'),
      csv: unitsOf,
    },
    { id: 'who', header: t('history.who'), width: '1.3fr', wrap: true, cell: actor, csv: actor },
    {
      id: 'when',
      header: t('history.when', { zone: vendorTime.zone }),
      width: 172,
      phone: 'status',
      cell: (row) => <VendorWhen at={row.at} />,
      csv: (row) => vendorTime.csv(row.at),
    },
    {
      id: 'channel',
      header: t('history.from'),
      width: 120,
      phone: 'hidden',
      hidden: true,
      cell: (row) => channel(row.channel),
      csv: (row) => row.channel,
    },
    {
      id: 'reason',
      header: t('history.reason'),
      wrap: true,
      phone: 'hidden',
      hidden: true,
      cell: (row) => row.reason ?? '–',
      csv: (row) => row.reason,
    },
    { id: 'id', header: t('operation.id'), phone: 'hidden', hidden: true, cell: (row) => row.id, csv: (row) => row.id },
  ];
}

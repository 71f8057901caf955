import { Button, Loader, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { ScanButton, useKeyboardScanner } from '../../components/scan/index.ts';
import type { ValueOf } from '../../lib/types.ts';
import { useOperation } from '../../lib/use-operation.ts';
import { useCatalog } from '../catalog/index.ts';
import classes from './HardwareKeyField.module.css';

type Check = ValueOf<'check-hardware-key'>;
type Format = { readonly expected: string; readonly example: string };

interface Props {
  readonly product: string | null;
  readonly value: string;
  readonly error?: string | undefined;
  /** The form says already that this very key does not fit: not told twice. */
  readonly isRefused?: boolean;
  readonly onChange: (value: string) => void;
  /** The key is another product's: the likely slip, put right by one press. Left out where the product is fixed. */
  readonly onProduct?: (product: string) => void;
}

function Expected({ formats }: { formats: readonly Format[] }) {
  const { t } = useTranslation('devices');
  if (formats.length === 0) return t('key.noFormat');
  return (
    <>
      {formats.map((format, index) => (
        <span key={`${format.expected} ${format.example}`} className={classes.format}>
          {index > 0 ? `${t('key.or')} ` : ''}
          {format.expected} ({t('key.example')} <Key text={format.example} />)
        </span>
      ))}
    </>
  );
}

/** What the server says of the key as it is being typed. */
function Verdict({
  check,
  typed,
  isTold,
  onProduct,
}: {
  check: Check;
  typed: string;
  /** The form says already that the key does not fit. */
  isTold: boolean;
  onProduct?: ((product: string) => void) | undefined;
}) {
  const { t } = useTranslation('devices');
  if (check.valid) {
    return (
      <span className={classes.valid}>
        <IconCircleCheck size={16} aria-hidden />
        {check.hardwareKey && check.hardwareKey !== typed ? (
          <>
            {t('key.writtenAs')} <Key text={check.hardwareKey} />
          </>
        ) : (
          t('key.fits')
        )}
      </span>
    );
  }
  return (
    <span className={classes.invalid}>
      {isTold ? null : <span>{t('key.notFit')}</span>}
      {onProduct && check.alsoFits.length > 0 ? (
        <span className={classes.others}>
          {t('key.alsoFits')}
          {check.alsoFits.slice(0, 4).map((other) => (
            <Button key={other.product} size="compact-xs" variant="default" onClick={() => onProduct(other.product)}>
              {other.label}
            </Button>
          ))}
        </span>
      ) : null}
    </span>
  );
}

/**
 * A hardware key, checked against its product's formats while it is typed: expected format and example before, verdict after. A label
 * may be scanned instead, by camera or keyboard scanner (B4); what its text means is the server's to say.
 */
export function HardwareKeyField({ product, value, error, isRefused = false, onChange, onProduct }: Props) {
  const { t } = useTranslation(['devices', 'app']);
  const { catalog } = useCatalog();
  const [settled] = useDebouncedValue(value, 300);
  const asked = product && settled.trim() ? { product, hardwareKey: settled } : null;
  const check = useOperation('check-hardware-key', asked, { keepPrevious: true, staleTime: 60_000 });
  const verdict = asked && settled === value && !check.isPlaceholderData ? check.data?.value : undefined;
  const formats = catalog?.products.find((one) => one.id === product)?.keyFormats ?? [];
  const input = useRef<HTMLInputElement>(null);
  useKeyboardScanner(input, onChange);
  return (
    <div>
      <TextInput
        ref={input}
        label={t('devices:fields.hardwareKey')}
        description={product ? <Expected formats={formats} /> : t('devices:key.productFirst')}
        required
        withAsterisk={false}
        autoComplete="off"
        spellCheck={false}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
        classNames={{ input: classes.input }}
        inputContainer={(field) => (
          <div className={classes.row}>
            {field}
            <ScanButton what={t('devices:fields.hardwareKey')} onScan={onChange} />
          </div>
        )}
        rightSection={check.isFetching ? <Loader size={14} /> : null}
      />
      <div aria-live="polite" className={classes.verdict}>
        {verdict && !error ? <Verdict check={verdict} typed={value} isTold={isRefused} onProduct={onProduct} /> : null}
      </div>
    </div>
  );
}

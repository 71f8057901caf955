import { Button, Loader, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCircleCheck, IconWand } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../../components/Copyable.tsx';
import { ScanButton, useKeyboardScanner } from '../../../components/scan/index.ts';
import type { ValueOf } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import type { ModelId } from '../model.ts';
import classes from './KeyField.module.css';
import type { Want } from './wants.ts';

type Check = ValueOf<'check-hardware-key'>;

interface Props {
  /** Null while none is chosen: then it is told whose the key may be. */
  readonly model: ModelId | null;
  readonly want: Want;
  readonly value: string;
  /** What the server or the form said of it; the check as one types adds only what is new. */
  readonly error?: string | undefined;
  /** What is to be known beside the form; for what a key is made from, in place of the usual words. */
  readonly hint?: string | undefined;
  readonly onChange: (value: string) => void;
  /** The key is that of another product or model: the likely slip, put right by one press. Left out where the model is fixed. */
  readonly onModel?: ((model: ModelId) => void) | undefined;
}

/** What may be typed: the forms of the key with examples, what else is taken, and whether it may stay empty. */
function Expected({ want, isOpen, hint }: { want: Want; isOpen: boolean; hint: string | undefined }) {
  const { t } = useTranslation('devices');
  if (isOpen) return t('key.productFirst');
  return (
    <>
      {want.formats.length === 0 ? t('key.noFormat') : null}
      {want.formats.map((format, index) => (
        <span key={format.id} className={classes.format}>
          {index > 0 ? `${t('key.or')} ` : ''}
          {format.expected} ({t('key.example')} <Key text={format.example} />)
        </span>
      ))}
      {want.orInput ? <span className={classes.format}>{t('key.orInput', { input: want.orInput })}</span> : null}
      {want.role === 'input' ? <span className={classes.format}>{hint ?? t('key.fromInput')}</span> : null}
      {want.role !== 'input' && hint ? <span className={classes.format}>{hint}</span> : null}
      {want.role === 'primary' && !want.required ? <span className={classes.format}>{t('key.mayStayEmpty')}</span> : null}
    </>
  );
}

/** A key that fits: as it will be written, or that one will be made from it. */
function Fits({ check, typed }: { check: Check; typed: string }) {
  const { t } = useTranslation('devices');
  const written = check.hardwareKey !== null && check.hardwareKey !== typed ? check.hardwareKey : null;
  const Icon = check.madeFromIt ? IconWand : IconCircleCheck;
  return (
    <span className={classes.valid}>
      <Icon size={16} aria-hidden />
      <span>
        {check.madeFromIt ? t('key.willBeMade') : null}
        {written === null || check.madeFromIt ? null : t('key.writtenAs')}
        {written === null ? null : <> {<Key text={written} />}</>}
        {written === null && !check.madeFromIt ? t('key.fits') : null}
      </span>
    </span>
  );
}

type Other = Check['alsoFits'][number];

/** Products and models to choose by one press. */
function Others({ text, others, onModel }: { text: string; others: readonly Other[]; onModel: (model: ModelId) => void }) {
  return (
    <span className={classes.others}>
      {text}
      {others.slice(0, 4).map(({ product, variant, label }) => (
        <Button key={label} size="compact-xs" variant="default" onClick={() => onModel({ product, variant })}>
          {label}
        </Button>
      ))}
    </span>
  );
}

/** A key that does not fit, and whose it may be. */
function FitsNot({ check, isTold, onModel }: { check: Check; isTold: boolean; onModel: Props['onModel'] }) {
  const { t } = useTranslation('devices');
  return (
    <span className={classes.invalid}>
      {isTold ? null : <span>{t('key.notFit')}</span>}
      {onModel && check.alsoFits.length > 0 ? <Others text={t('key.alsoFits')} others={check.alsoFits} onModel={onModel} /> : null}
    </span>
  );
}

/** The first product that can be asked for, while none is chosen: its answer names the others. */
function useAnyProduct(): { readonly id: string; readonly label: string } | null {
  const { catalog } = useCatalog();
  return catalog?.products.find((one) => !one.withdrawn && one.variants.length === 0) ?? null;
}

/** The server's check of what stands in the field, once typing pauses; null until it is known. */
function useCheck(model: ModelId | null, want: Want, value: string) {
  const any = useAnyProduct();
  const [settled] = useDebouncedValue(value, 300);
  const { product, variant } = model ?? { product: any?.id, variant: null };
  const asked =
    settled.trim() && product ? { product, ...(variant === null ? {} : { variant }), role: want.role, hardwareKey: settled } : null;
  const check = useOperation('check-hardware-key', asked, { keepPrevious: true, staleTime: 60_000 });
  const verdict = asked && settled === value && !check.isPlaceholderData ? (check.data?.value ?? null) : null;
  // Without a product nothing fits yet: all that would are offered.
  const fitting = verdict?.valid && any ? [{ product: any.id, variant: null, label: any.label }] : [];
  return { verdict, isFetching: check.isFetching, offered: model === null && verdict ? [...fitting, ...verdict.alsoFits] : [] };
}

/** What is known of the key as it stands. */
function Verdict({ check, props }: { check: ReturnType<typeof useCheck>; props: Props }) {
  const { t } = useTranslation('devices');
  const { verdict, offered } = check;
  const { model, value, error, onModel } = props;
  if (verdict === null) return null;
  if (model === null) return offered.length > 0 && onModel ? <Others text={t('key.chooseOf')} others={offered} onModel={onModel} /> : null;
  if (!verdict.valid) return <FitsNot check={verdict} isTold={Boolean(error)} onModel={onModel} />;
  return error ? null : <Fits check={verdict} typed={value} />;
}

/**
 * One of a device's keys, checked against the forms of its model while it is typed: what is expected before, verdict after (B4).
 * A label may be scanned instead, by camera or keyboard scanner; what its text means is the server's to say.
 */
export function KeyField(props: Props) {
  const { t } = useTranslation('devices');
  const { model, want, value, error, onChange } = props;
  const check = useCheck(model, want, value);
  const input = useRef<HTMLInputElement>(null);
  useKeyboardScanner(input, onChange);
  const name = useKeyName(want);
  return (
    <div>
      <TextInput
        ref={input}
        label={want.required || want.role === 'primary' ? name : t('key.optional', { name })}
        description={<Expected want={want} isOpen={model === null} hint={props.hint} />}
        required={want.required}
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
            <ScanButton what={name} onScan={onChange} />
          </div>
        )}
        rightSection={check.isFetching ? <Loader size={14} /> : null}
      />
      <div aria-live="polite" className={classes.verdict}>
        <Verdict check={check} props={props} />
      </div>
    </div>
  );
}

const ownNames = { primary: 'hardwareKey', secondary: 'secondaryKey', 'product-key': 'productKey', input: 'keyInput' } as const;

/** What a field of a key is called: the pack's word, both words where either may be typed. */
export function useKeyName(want: Want): string {
  const { t } = useTranslation('devices');
  const name = want.label ?? t(`fields.${ownNames[want.role]}`);
  // A pack that has its own word for the field names both in it.
  return want.orInput && want.label === null ? `${name} / ${want.orInput}` : name;
}

import { Button, FileButton } from '@mantine/core';
import { IconFile, IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './FileDrop.module.css';

/** A file of this computer: chosen by a button, or dropped. */
export function FileDrop({
  label,
  hint,
  file,
  error,
  onFile,
}: {
  label: string;
  hint?: ReactNode;
  file: File | null;
  error?: string | undefined;
  onFile: (file: File) => void;
}) {
  const { t } = useTranslation('common');
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) onFile(dropped);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button does the same by keyboard
    <div
      className={classes.box}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span id={id} className={classes.label}>
        {label}
      </span>
      {hint ? <span className={classes.hint}>{hint}</span> : null}
      <span className={classes.line}>
        <FileButton onChange={(chosen) => (chosen ? onFile(chosen) : undefined)} inputProps={{ 'aria-label': label }}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileUpload size={16} aria-hidden />} aria-describedby={id}>
              {t(file ? 'file.other' : 'file.choose')}
            </Button>
          )}
        </FileButton>
        <span className={classes.file} aria-live="polite">
          {file ? (
            <>
              <IconFile size={16} stroke={1.6} aria-hidden />
              {file.name}
            </>
          ) : (
            t('file.drop')
          )}
        </span>
      </span>
      {error ? <span className={classes.error}>{error}</span> : null}
    </div>
  );
}

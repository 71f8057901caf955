import { Button, FileButton, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './catalog.module.css';

/** Where the pack comes from: a file chosen or dropped, or pasted text. */
export function PackSource({
  value,
  onChange,
  field,
}: {
  value: string;
  onChange: (text: string) => void;
  field: Ref<HTMLTextAreaElement>;
}) {
  const { t } = useTranslation('catalog');
  const [over, setOver] = useState(false);
  const take = async (file: File | null | undefined) => {
    if (file) onChange(await file.text());
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <>
      <div className={classes.tools}>
        <FileButton accept=".yaml,.yml,.json,application/yaml,application/json,text/*" onChange={(file) => void take(file)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
              {t('load.file')}
            </Button>
          )}
        </FileButton>
        <p>
          {t('load.fileHint')}{' '}
          <a className={classes.link} href="/v1/catalog-pack.schema.json" target="_blank" rel="noreferrer">
            {t('load.schema')}
          </a>
        </p>
      </div>
      <Textarea
        ref={field}
        label={t('load.text')}
        className={classes.source}
        data-over={over || undefined}
        autosize={false}
        rows={16}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      />
    </>
  );
}

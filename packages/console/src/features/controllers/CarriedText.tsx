import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileDrop } from '../../components/FileDrop.tsx';
import classes from './controllers.module.css';

/** A file of a device is never larger. */
const mostBytes = 40_000;

/** A file that somebody carries: chosen, dropped, or pasted as text; answers its text. */
export function CarriedText({ label, hint, onText }: { label: string; hint: string; onText: (text: string | null) => void }) {
  const { t } = useTranslation('controllers');
  const [file, setFile] = useState<File | null>(null);
  const [pasted, setPasted] = useState('');
  const isTooLarge = file !== null && file.size > mostBytes;
  const say = (text: string) => onText(text.trim() === '' ? null : text);
  const take = async (chosen: File) => {
    setFile(chosen);
    setPasted('');
    say(chosen.size > mostBytes ? '' : await chosen.text());
  };
  return (
    <>
      <FileDrop
        label={label}
        hint={hint}
        file={file}
        error={isTooLarge ? t('tooLarge') : undefined}
        onFile={(chosen) => void take(chosen)}
      />
      <Textarea
        label={t('carried.paste')}
        classNames={{ input: classes.pasted }}
        minRows={2}
        maxRows={6}
        autosize
        maxLength={mostBytes}
        spellCheck={false}
        value={pasted}
        onChange={(event) => {
          setFile(null);
          setPasted(event.currentTarget.value);
          say(event.currentTarget.value);
        }}
      />
    </>
  );
}

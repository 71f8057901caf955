import { useState } from 'react';
import { FileDrop } from '../../components/FileDrop.tsx';

/** A device's documents are never longer; a larger file is none. */
const mostBytes = 20_000;

/** A document that a device wrote to a file: chosen or dropped; answers its text. */
export function SignedFile({
  label,
  hint,
  tooLarge,
  onText,
}: {
  label: string;
  hint: string;
  tooLarge: string;
  onText: (text: string | null) => void;
}) {
  const [file, setFile] = useState<File | null>(null);
  const isTooLarge = file !== null && file.size > mostBytes;
  const take = async (chosen: File) => {
    setFile(chosen);
    const text = chosen.size > mostBytes ? '' : (await chosen.text()).trim();
    onText(text === '' ? null : text);
  };
  return (
    <FileDrop label={label} hint={hint} file={file} error={isTooLarge ? tooLarge : undefined} onFile={(chosen) => void take(chosen)} />
  );
}

import { unzipSync } from 'fflate';
import { UsageError } from './io.ts';

/** More files for devices than any zip holds, and larger than any is; bytes. */
const [mostFiles, mostBytes] = [100, 1_000_000] as const;

/** How a zip file begins, whatever it is called. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** A licence file out of a zip. */
export interface Unpacked {
  readonly fileName: string;
  readonly text: string;
}

/** The licence files in a zip, in its order; whatever else is in it, such as a log, is not unpacked. */
export function unpackLicenses(file: string, bytes: Uint8Array): readonly [Unpacked, ...Unpacked[]] {
  const names: string[] = [];
  const filter = ({ name, originalSize }: { readonly name: string; readonly originalSize: number }): boolean => {
    if (!/\.lic$/i.test(name)) return false;
    // Of two with one name it would depend on the program which of them is unpacked, and only one would be looked at here.
    if (names.includes(name)) throw new UsageError(`${file} holds ${name} twice.`);
    names.push(name);
    if (originalSize > mostBytes || names.length > mostFiles) throw new UsageError(`${file} holds more than a licence file does.`);
    return true;
  };
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be unpacked: ${(error as Error).message}`);
  }
  // Bytes that are no text must not make a file look unchanged: each is one character that base64url does not have.
  const [first, ...others] = names.map((fileName) => ({ fileName, text: Buffer.from(files[fileName] ?? []).toString('latin1') }));
  if (first === undefined) throw new UsageError(`${file} holds no licence file: nothing in it ends in .lic.`);
  return [first, ...others];
}

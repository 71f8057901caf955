import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { unzipSync } from 'fflate';

/** Nothing that is installed is larger; bytes. */
export const largestFile = 1_000_000;

/** More documents than any container has: one a device, two for a redundant pair. */
const mostDocuments = 20;

type ContainerRefusal = 'container-not-readable' | 'no-license-in-container';

/** `PK`, and what follows it at the beginning of a container that is not empty. */
const isContainer = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

/** Bytes that are no text must not make a document look unchanged: each is one character that base64url does not have. */
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** The `.lic` entries of a zip, by what its directory says of them; other entries, such as logs, are never unpacked. */
function unpack(bytes: Uint8Array): Decision<readonly Uint8Array[], ContainerRefusal> {
  let count = 0;
  let isTooLarge = false;
  try {
    const files = unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (!/\.lic$/i.test(name)) return false;
        count += 1;
        isTooLarge ||= originalSize > largestFile;
        return !isTooLarge && count <= mostDocuments;
      },
    });
    if (isTooLarge || count > mostDocuments) return refuse('container-not-readable', { reason: 'too-large' });
    if (count === 0) return refuse('no-license-in-container');
    return accept(Object.values(files));
  } catch (error) {
    return refuse('container-not-readable', { reason: (error as Error).message });
  }
}

/** The documents in the bytes of a file: the file itself, or the `.lic` entries of a zip. Nothing of them is verified. */
export function documentsIn(bytes: Uint8Array): Decision<readonly string[], ContainerRefusal> {
  if (!isContainer(bytes)) return accept([textOf(bytes)]);
  const unpacked = unpack(bytes);
  return unpacked.ok ? accept(unpacked.value.map(textOf)) : unpacked;
}

/**
 * Of what came of several documents the one that fits; else the refusal that says most: a container has a file for each device of a
 * pair, and what is wrong with our own says more than that the other is not ours.
 */
export function chooseFitting<T, C extends string>(answers: readonly Decision<T, C>[]): Decision<T, C | 'several-licenses-fit'> {
  const fitting = answers.filter(({ ok }) => ok);
  if (fitting.length > 1) return refuse('several-licenses-fit', { count: fitting.length });
  return fitting[0] ?? answers.find((answer) => !answer.ok && answer.refusal.code !== 'wrong-device') ?? answers[0]!;
}

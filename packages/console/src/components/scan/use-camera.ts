import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { type CameraProblem, closeCamera, openCamera } from './camera.ts';
import { readCodes } from './read-codes.ts';

/** `slow`: it has looked for a while and found nothing. `reader`: what reads codes could not be loaded. */
export type CameraState = 'starting' | 'looking' | 'slow' | CameraProblem | 'reader';

/** Milliseconds between two looks: enough for a steady hand, and the page stays quick. */
const pause = 120;
/** Milliseconds until somebody is told what else they could do. */
const patience = 10_000;

const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

/** Looks until it is told to end. A text counts once it was read twice in a row: bar codes without a check digit are misread at an angle. */
async function look(video: HTMLVideoElement, signal: AbortSignal, onCodes: (codes: string[]) => void): Promise<void> {
  let last: readonly string[] = [];
  while (!signal.aborted) {
    const found = await readCodes(video);
    const sure = found.filter((text) => last.includes(text));
    if (sure.length > 0 && !signal.aborted) onCodes(sure);
    last = found;
    await wait(pause);
  }
}

/** Shows the camera in this element and reads it. Answers how it goes, and how to try once more. */
export function useCamera(video: RefObject<HTMLVideoElement | null>, onCodes: (codes: string[]) => void) {
  const [state, setState] = useState<CameraState>('starting');
  const [attempt, setAttempt] = useState(0);
  const found = useEffectEvent(onCodes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt begins again
  useEffect(() => {
    const end = new AbortController();
    const tell = (next: CameraState) => (end.signal.aborted ? undefined : setState(next));
    let slow: ReturnType<typeof setTimeout> | undefined;
    const start = async () => {
      const stream = await openCamera();
      if (typeof stream === 'string') return tell(stream);
      const element = video.current;
      if (end.signal.aborted || !element) return closeCamera(stream);
      end.signal.addEventListener('abort', () => closeCamera(stream));
      element.srcObject = stream;
      // Cut short when the dialog closes at that moment.
      await element.play().catch(() => tell('busy'));
      tell('looking');
      slow = setTimeout(() => tell('slow'), patience);
      await look(element, end.signal, found).catch(() => {
        clearTimeout(slow);
        closeCamera(stream);
        tell('reader');
      });
    };
    tell('starting');
    void start();
    return () => {
      clearTimeout(slow);
      end.abort();
    };
  }, [attempt, video]);
  return { state, retry: () => setAttempt(attempt + 1) };
}

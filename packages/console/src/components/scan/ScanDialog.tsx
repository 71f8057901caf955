import { Button, FileButton, Loader, Modal } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { type DragEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../Note.tsx';
import { readCodes, readPicture } from './read-codes.ts';
import classes from './Scan.module.css';
import { useCamera } from './use-camera.ts';

type Codes = readonly string[];
/** How it went with a picture that was chosen, dropped or pasted. */
type PictureState = 'reading' | 'not-a-picture' | 'nothing' | 'reader';

/** The codes in a picture, or why there are none. */
async function codesIn(file: Blob): Promise<Codes | PictureState> {
  const picture = await readPicture(file);
  if (picture === null) return 'not-a-picture';
  try {
    const codes = await readCodes(picture);
    return codes.length > 0 ? codes : 'nothing';
  } catch {
    return 'reader';
  } finally {
    picture.close();
  }
}

/** The camera's picture with a frame to aim by; or why there is none, and what to do about it. */
function Camera({ onCodes }: { onCodes: (codes: Codes) => void }) {
  const { t } = useTranslation('common');
  const video = useRef<HTMLVideoElement>(null);
  const { state, retry } = useCamera(video, onCodes);
  const isOn = state === 'starting' || state === 'looking' || state === 'slow';
  return (
    <>
      <div className={classes.finder} hidden={!isOn}>
        <video ref={video} muted playsInline aria-hidden />
        {state === 'starting' ? <Loader size={24} color="white" /> : <div className={classes.frame} />}
      </div>
      <div role="status" className={classes.status}>
        {isOn ? (
          <p className={classes.text}>{t(`scan.camera.${state}`)}</p>
        ) : (
          <Note title={t(`scan.problem.${state}`)}>{t(`scan.advice.${state}`)}</Note>
        )}
      </div>
      {state === 'denied' || state === 'busy' || state === 'none' ? (
        <Button size="compact-sm" variant="default" className={classes.left} onClick={retry}>
          {t('error.retry')}
        </Button>
      ) : null}
    </>
  );
}

/** Where what had the focus is gone, the keyboard goes on at the first button here. */
function useFocusHere(): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) ref.current?.querySelector('button')?.focus();
  }, []);
  return ref;
}

/** A picture of the label in place of the camera: chosen here, or dropped or pasted anywhere in the dialog. */
function Picture({ state, onFile }: { state: PictureState | null; onFile: (file: Blob) => void }) {
  const { t } = useTranslation('common');
  const ref = useFocusHere();
  return (
    <div ref={ref} className={classes.picture}>
      <FileButton accept="image/*" onChange={(file) => (file ? onFile(file) : undefined)}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            data-autofocus
            loading={state === 'reading'}
            leftSection={<IconPhoto size={16} aria-hidden />}
          >
            {t('scan.picture')}
          </Button>
        )}
      </FileButton>
      <span className={`${classes.text} ${classes.mouse}`}>{t('scan.pictureHint')}</span>
      <div role="status" className={classes.status}>
        {state === null || state === 'reading' ? null : (
          <Note title={t(`scan.problem.${state}`)} color="red">
            {t(`scan.advice.${state}`)}
          </Note>
        )}
      </div>
    </div>
  );
}

/** Several codes on one label: a person says which. */
function Choice({ codes, onChoose, onAgain }: { codes: Codes; onChoose: (text: string) => void; onAgain: () => void }) {
  const { t } = useTranslation('common');
  const ref = useFocusHere();
  return (
    <div ref={ref} className={classes.dialog}>
      <p className={classes.text} role="status">
        {t('scan.several')}
      </p>
      <ul className={classes.codes}>
        {codes.map((text) => (
          <li key={text}>
            <Button
              variant="default"
              fullWidth
              justify="flex-start"
              classNames={{ root: classes.choice, label: classes.code }}
              onClick={() => onChoose(text)}
            >
              {text}
            </Button>
          </li>
        ))}
      </ul>
      <Button variant="subtle" size="compact-sm" className={classes.left} onClick={onAgain}>
        {t('scan.again')}
      </Button>
    </div>
  );
}

/** Pictures pasted while the dialog is open. */
function usePasted(onFile: (file: Blob) => void): void {
  const take = useEffectEvent(onFile);
  useEffect(() => {
    const listen = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      if (file) take(file);
    };
    addEventListener('paste', listen);
    return () => removeEventListener('paste', listen);
  }, []);
}

interface Props {
  /** What is scanned, as its field is called. */
  readonly what: string;
  readonly onScan: (text: string) => void;
  readonly onClose: () => void;
}

/** Reads a label: by the camera, or from a picture of it. One code is taken at once; of several, somebody chooses. */
export default function ScanDialog({ what, onScan, onClose }: Props) {
  const { t } = useTranslation('common');
  const [codes, setCodes] = useState<Codes>([]);
  const [picture, setPicture] = useState<PictureState | null>(null);
  const take = (found: Codes) => {
    setPicture(null);
    if (found.length > 1) return setCodes(found);
    onScan(found[0]!);
    onClose();
  };
  const read = async (file: Blob) => {
    setPicture('reading');
    const found = await codesIn(file);
    if (typeof found === 'string') setPicture(found);
    else take(found);
  };
  usePasted((file) => void read(file));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) void read(file);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('scan.title', { what })}
      closeButtonProps={{ 'aria-label': t('close') }}
      transitionProps={{ duration: 0 }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a picture is an extra; the button does the same */}
      <div className={classes.dialog} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        {codes.length > 0 ? (
          <Choice codes={codes} onChoose={(text) => take([text])} onAgain={() => setCodes([])} />
        ) : (
          <>
            <Camera onCodes={take} />
            <Picture state={picture} onFile={(file) => void read(file)} />
          </>
        )}
      </div>
    </Modal>
  );
}

import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Mail.module.css';

/**
 * Links open beside the console, and the mail brings its own light colours. Scripts cannot run in the sandbox, whatever a mail holds;
 * the same origin is kept only so that the frame can be made as high as its text.
 */
const framed = (html: string) => html.replace(/<head>/i, '<head><base target="_blank"><meta name="color-scheme" content="light">');

/** A mail as its reader sees it. */
export function MailFrame({ html }: { html: string }) {
  const { t } = useTranslation('mail');
  const ref = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(420);
  const measure = () => {
    const body = ref.current?.contentDocument?.body;
    // The body, not the page, which is never less high than the frame itself; two pixels are the border.
    if (body) setHeight(Math.min(2000, Math.max(160, body.offsetHeight + 2)));
  };
  return (
    <iframe
      ref={ref}
      title={t('frame')}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcDoc={framed(html)}
      className={classes.frame}
      style={{ height }}
      onLoad={measure}
    />
  );
}

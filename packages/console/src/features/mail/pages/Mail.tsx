import { IconSend } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { confirm } from '../../../components/confirm.tsx';
import { apiCall, Developer } from '../../../components/Developer.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { notify, notifyProblem } from '../../../components/notify.tsx';
import { ObjectPage } from '../../../components/ObjectPage.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { Strong } from '../../../components/Strong.tsx';
import { When } from '../../../components/When.tsx';
import { useMe } from '../../../lib/session.tsx';
import { useAct, useOperation } from '../../../lib/use-operation.ts';
import classes from '../Mail.module.css';
import { MailFrame } from '../MailFrame.tsx';
import { type Mail, useMailKind } from '../words.ts';

function Resend({ mail }: { mail: Mail }) {
  const { t } = useTranslation('mail');
  const me = useMe();
  const act = useAct('resend-mail');
  const ask = () =>
    confirm({
      title: t('resend.title'),
      text: <Strong text={t('resend.text', mail)} />,
      organization: me.current.organization.name,
      action: t('resend.action'),
      onConfirm: () =>
        act.mutate(
          { input: { mailId: mail.id } },
          { onSuccess: () => notify(t('resend.done', { to: mail.to })), onError: (error) => notifyProblem(error) },
        ),
    });
  return (
    <ActButton
      permission="mail.write"
      leftSection={<IconSend size={16} aria-hidden />}
      loading={act.isPending}
      blocked={mail.state === 'waiting' ? t('resend.waiting') : null}
      onClick={ask}
    >
      {t('resend.action')}
    </ActButton>
  );
}

/** Why it did not leave, where it did not. */
function StateNote({ mail }: { mail: Mail }) {
  const { t } = useTranslation('mail');
  if (mail.state === 'sent') return null;
  const failed = mail.state === 'failed';
  return (
    <Note color={failed ? 'red' : mail.state === 'kept' ? 'blue' : 'grey'}>
      {t(`${mail.state}One`)} {mail.lastError}
    </Note>
  );
}

/** Plain text with its links to follow. */
function PlainText({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s<>"]+)/);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long mail scrolls by keyboard too
    <pre className={classes.text} tabIndex={0}>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text
          <a key={index} href={part} target="_blank" rel="noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </pre>
  );
}

/** One mail: as its reader sees it, and as plain text. */
export default function MailPage() {
  const { t } = useTranslation(['mail', 'common']);
  const { mailId } = useParams({ from: '/shell/mail/$mailId' });
  const query = useOperation('get-mail', { mailId });
  const kind = useMailKind();
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const { mail, text, html } = query.data.value;
  const rendered = (
    <>
      <StateNote mail={mail} />
      <MailFrame html={html} />
    </>
  );
  return (
    <ObjectPage
      above={<TextLink to="/mail">{t('mail:title')}</TextLink>}
      title={mail.subject}
      status={<StatusMark status={mail.state} />}
      facts={[
        { label: t('mail:fields.to'), value: mail.to },
        { label: t('mail:fields.kind'), value: kind(mail.kind) },
        { label: t('mail:fields.created'), value: <When at={mail.createdAt} time /> },
        mail.sentAt !== null && { label: t('mail:fields.sent'), value: <When at={mail.sentAt} time /> },
        mail.attempts > 0 && { label: t('mail:fields.attempts'), value: mail.attempts },
      ]}
      actions={<Resend mail={mail} />}
      tabs={[
        { id: 'mail', label: t('mail:tab.mail'), content: rendered },
        { id: 'text', label: t('mail:tab.text'), content: <PlainText text={text} /> },
        { id: 'developer', label: t('common:tabs.developer'), content: <Developer calls={[apiCall('get-mail', { mailId }, mail)]} /> },
      ]}
    />
  );
}

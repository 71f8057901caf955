import { Select, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Allowed } from '../../../components/Allowed.tsx';
import { Done, PlainAct } from '../../../components/act/index.ts';
import { Effects } from '../../../components/Effects.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { OrganizationPicker, useOrganization } from '../../../components/OrganizationPicker.tsx';
import { Strong } from '../../../components/Strong.tsx';
import { formatDateTime } from '../../../lib/format.ts';
import { type Language, languageNames, languages } from '../../../lib/i18n.ts';
import { useMe } from '../../../lib/session.tsx';
import type { ValueOf } from '../../../lib/types.ts';
import { RoleChoice } from '../RoleChoice.tsx';
import { type Role, rolesFor } from '../roles.ts';

const looksLikeEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

function Invited({ value, onAnother }: { value: ValueOf<'invite-person'>; onAnother: () => void }) {
  const { t, i18n } = useTranslation('people');
  return (
    <Done
      title={t('invite.done', { email: value.email })}
      next={
        <>
          <LinkButton to="/people/invitations">{t('invite.back')}</LinkButton>
          <LinkButton to="/people/invite" search={{}} variant="default" onClick={onAnother}>
            {t('invite.another')}
          </LinkButton>
          <Allowed to="mail.read">
            <LinkButton to="/mail" search={{ q: value.email }} variant="default">
              {t('invite.mailbox')}
            </LinkButton>
          </Allowed>
        </>
      }
    >
      <p style={{ margin: 0 }}>{t('invite.doneText', { date: formatDateTime(value.expiresAt, i18n.language) })}</p>
    </Done>
  );
}

/** What is asked for, with the roles that the organization's kind has. */
function useInvitation() {
  const me = useMe();
  const { i18n } = useTranslation();
  const search = useSearch({ from: '/shell/people/invite' });
  const chosen = useOrganization(search.organizationId);
  const organization = search.organizationId ? chosen : me.current.organization;
  const [email, setEmail] = useState('');
  const [wanted, setRole] = useState<Role | null>(null);
  const [language, setLanguage] = useState<Language>(i18n.language as Language);
  const roles = organization ? rolesFor[organization.kind] : [];
  const role = wanted && roles.includes(wanted) ? wanted : null;
  const input = useMemo(
    () =>
      organization && role && looksLikeEmail(email.trim())
        ? { email: email.trim(), role, organizationId: organization.id, language }
        : null,
    [organization, role, email, language],
  );
  const reset = () => {
    setEmail('');
    setRole(null);
  };
  return { organization, email, setEmail, roles, role, setRole, language, setLanguage, input, reset };
}

/** Invites a person by mail to an organization, in one of its roles. */
export default function Invite() {
  const { t } = useTranslation(['people', 'common']);
  const navigate = useNavigate();
  const me = useMe();
  const draft = useInvitation();
  const { organization, email, role, language } = draft;
  const [left, setLeft] = useState(false);
  const choose = (
    <>
      {me.current.organization.kind === 'vendor' ? (
        <OrganizationPicker
          label={t('people:invite.organization')}
          hint={t('people:invite.organizationHint')}
          kinds={['vendor', 'distributor', 'dealer', 'customer']}
          value={organization as Parameters<typeof OrganizationPicker>[0]['value']}
          onChange={(id) =>
            // Without a choice there is one's own: a "none" that stays is needed to choose another.
            void navigate({ to: '.', search: { organizationId: id ?? 'none' }, replace: true })
          }
        />
      ) : null}
      <TextInput
        label={t('people:invite.email')}
        description={t('people:invite.emailHint')}
        type="email"
        autoComplete="off"
        autoFocus
        value={email}
        error={left && email && !looksLikeEmail(email.trim()) ? t('people:invite.emailWrong') : undefined}
        onBlur={() => setLeft(true)}
        onChange={(event) => draft.setEmail(event.currentTarget.value)}
      />
      <RoleChoice label={t('people:invite.role')} roles={draft.roles} value={role} onChange={draft.setRole} />
      <Select
        label={t('people:invite.language')}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        value={language}
        onChange={(value) => draft.setLanguage(value as Language)}
      />
    </>
  );
  const names = { email: email.trim(), organization: organization?.name ?? '' };
  const roleText = role ? t('people:invite.effectRole', { role: t(`common:roles.${role}`), hint: t(`people:roleHint.${role}`) }) : '';
  return (
    <PlainAct
      title={t('people:invite.title')}
      above={<TextLink to="/people">{t('people:tab.people')}</TextLink>}
      operation="invite-person"
      permission="people.write"
      input={draft.input}
      missing={t('people:invite.missing')}
      choose={choose}
      review={
        <Effects
          items={[
            <Strong key="mail" text={t('people:invite.effectMail', names)} />,
            <Strong key="role" text={roleText} />,
            t('people:invite.effectRevoke'),
          ]}
        />
      }
      commitLabel={t('people:invite.commit')}
      done={(value) => <Invited value={value} onAnother={draft.reset} />}
    />
  );
}

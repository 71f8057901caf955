import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Done, PlainAct } from '../../../components/act/index.ts';
import { Effects } from '../../../components/Effects.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { OrganizationPicker, useOrganization } from '../../../components/OrganizationPicker.tsx';
import { Strong } from '../../../components/Strong.tsx';

/** Lets one organization ship to another. Both sides stand in the address, so that a page can begin it. */
export default function GrantAllowance() {
  const { t } = useTranslation('organizations');
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/organizations/allowances/new' });
  const from = useOrganization(search.from);
  const to = useOrganization(search.to);
  const same = from !== null && from.id === to?.id;
  const input = useMemo(() => (from && to && !same ? { fromId: from.id, toId: to.id } : null), [from, to, same]);
  const names = { from: from?.name ?? '', to: to?.name ?? '' };
  const set = (side: 'from' | 'to') => (id: string | null) =>
    void navigate({ to: '.', search: (before) => ({ ...before, [side]: id ?? undefined }), replace: true });
  return (
    <PlainAct
      title={t('grant.title')}
      above={<TextLink to="/organizations/allowances">{t('tab.allowances')}</TextLink>}
      operation="grant-allowance"
      permission="allowances.write"
      input={input}
      missing={same ? t('grant.same') : t('grant.missing')}
      choose={
        <>
          <OrganizationPicker
            label={t('grant.from')}
            hint={t('grant.fromHint')}
            kinds={['vendor', 'distributor', 'dealer']}
            value={from}
            onChange={set('from')}
          />
          <OrganizationPicker
            label={t('grant.to')}
            hint={t('grant.toHint')}
            kinds={['distributor', 'dealer']}
            value={to}
            error={same ? t('grant.same') : undefined}
            onChange={set('to')}
          />
        </>
      }
      review={<Effects items={[<Strong key="effect" text={t('grant.effect', names)} />, t('grant.sees', names), t('grant.endable')]} />}
      commitLabel={t('grant.commit')}
      done={(value) => (
        <Done
          title={t('grant.done', { from: value.from.name, to: value.to.name })}
          next={
            <>
              <LinkButton to="/organizations/allowances">{t('grant.back')}</LinkButton>
              <LinkButton to="/organizations/allowances/new" search={{}} variant="default">
                {t('grant.another')}
              </LinkButton>
            </>
          }
        />
      )}
    />
  );
}

import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Done, PlainAct } from '../../../components/act/index.ts';
import { Effects } from '../../../components/Effects.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { OrganizationPicker, useOrganization } from '../../../components/OrganizationPicker.tsx';
import { Strong } from '../../../components/Strong.tsx';

/** Lets a partner look after a customer. Both sides stand in the address, so that a page can begin it. */
export default function StartServes() {
  const { t } = useTranslation('organizations');
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/organizations/serves/new' });
  const partner = useOrganization(search.partner);
  const customer = useOrganization(search.customer);
  const input = useMemo(() => (partner && customer ? { partnerId: partner.id, customerId: customer.id } : null), [partner, customer]);
  const names = { partner: partner?.name ?? '', customer: customer?.name ?? '' };
  const set = (side: 'partner' | 'customer') => (id: string | null) =>
    void navigate({ to: '.', search: (before) => ({ ...before, [side]: id ?? undefined }), replace: true });
  return (
    <PlainAct
      title={t('start.title')}
      above={<TextLink to="/organizations/serves">{t('tab.serves')}</TextLink>}
      operation="start-serves"
      permission="allowances.write"
      input={input}
      missing={t('start.missing')}
      choose={
        <>
          <OrganizationPicker
            label={t('start.partner')}
            hint={t('start.partnerHint')}
            kinds={['distributor', 'dealer']}
            value={partner}
            onChange={set('partner')}
          />
          <OrganizationPicker
            label={t('start.customer')}
            hint={t('start.customerHint')}
            kinds={['customer']}
            value={customer}
            onChange={set('customer')}
          />
        </>
      }
      review={<Effects items={[<Strong key="effect" text={t('start.effect', names)} />, t('start.sees', names), t('start.others')]} />}
      commitLabel={t('start.commit')}
      done={(value) => (
        <Done
          title={t('start.done', { partner: value.partner.name, customer: value.customer.name })}
          next={
            <>
              <LinkButton to="/organizations/serves">{t('start.back')}</LinkButton>
              <LinkButton to="/organizations/serves/new" search={{}} variant="default">
                {t('start.another')}
              </LinkButton>
            </>
          }
        />
      )}
    />
  );
}

import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../components/Links.tsx';
import { useMe } from '../../lib/session.tsx';
import { useOperation } from '../../lib/use-operation.ts';
import { CustomerChoice } from './CustomerChoice.tsx';

/** What the address says of where new devices go. */
interface Given {
  readonly customerId?: string | undefined;
  readonly projectId?: string | undefined;
}

/** Where new devices go: as the address says, as is chosen, or, for a customer's own people, the one place they have. */
export function usePlace(given: Given) {
  const { organization } = useMe().current;
  const customerId = given.customerId ?? (organization.kind === 'customer' ? organization.id : undefined);
  const [chosen, setChosen] = useState<{ customerId: string | null; projectId: string | null }>({
    customerId: customerId ?? null,
    projectId: given.projectId ?? null,
  });
  const customer = useOperation('get-customer', chosen.customerId ? { customerId: chosen.customerId } : null).data?.value ?? null;
  const projects = customer?.projects ?? [];
  return {
    customerId: chosen.customerId,
    customer,
    /** The first where none is chosen. */
    project: projects.find(({ id }) => id === chosen.projectId) ?? projects[0] ?? null,
    projects,
    isCustomerFixed: customerId !== undefined,
    isProjectFixed: given.projectId !== undefined,
    setCustomer: (id: string | null) => setChosen({ customerId: id, projectId: null }),
    setProject: (id: string | null) => setChosen({ ...chosen, projectId: id }),
  };
}
export type Place = ReturnType<typeof usePlace>;

/** The customer and the project of what is added, as far as there is a choice. */
export function PlaceFields({ place, error }: { place: Place; error?: string | undefined }) {
  const { t } = useTranslation('devices');
  return (
    <>
      {place.isCustomerFixed ? null : <CustomerChoice id={place.customerId} error={error} onChange={place.setCustomer} />}
      {place.isProjectFixed || place.projects.length < 2 ? null : (
        <Select
          label={t('import.project')}
          data={place.projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={place.project?.id ?? null}
          allowDeselect={false}
          onChange={place.setProject}
        />
      )}
    </>
  );
}

/** The page that new devices show on afterwards. */
export function placeTarget({ isProjectFixed, project, customerId }: Place) {
  return isProjectFixed && project
    ? ({ to: '/projects/$projectId/devices', params: { projectId: project.id }, search: { state: 'unlicensed' } } as const)
    : ({ to: '/customers/$customerId', params: { customerId: customerId ?? '' } } as const);
}

/** Above the title: the project or customer that the page was opened from. */
export function PlaceLink({ place }: { place: Place }) {
  const { t } = useTranslation('devices');
  const { customer, project } = place;
  if (place.isProjectFixed && project) {
    return (
      <TextLink to="/projects/$projectId/devices" params={{ projectId: project.id }}>
        {project.name}
      </TextLink>
    );
  }
  if (place.isCustomerFixed && customer) {
    return (
      <TextLink to="/customers/$customerId" params={{ customerId: customer.id }}>
        {customer.name}
      </TextLink>
    );
  }
  return <TextLink to="/devices">{t('devices.title')}</TextLink>;
}

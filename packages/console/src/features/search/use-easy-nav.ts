import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowRight, IconBolt } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../lib/session.tsx';
import { useOperation } from '../../lib/use-operation.ts';
import { hitIcons, hrefOf } from './targets.ts';

type Icon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;

/** A page of the navigation, by name. */
export interface PageLink {
  readonly label: string;
  readonly href: string;
  readonly icon: Icon;
}

export interface NavChoice {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly icon: Icon;
  /** Where it leads … */
  readonly href: string | null;
  /** … or the act that now asks for its device. */
  readonly act: DeviceAct | null;
}

export interface NavGroup {
  readonly title: string;
  readonly choices: readonly NavChoice[];
}

/** Acts that ask for a device first: the palette finds it and goes straight there. */
const deviceActs = ['attach', 'activate', 'detach'] as const;
export type DeviceAct = (typeof deviceActs)[number];

const permissionOf: Record<DeviceAct, string> = { attach: 'licenses.attach', activate: 'licenses.activate', detach: 'licenses.attach' };

const actHref: Record<DeviceAct, (deviceId: string) => string> = {
  attach: (deviceId) => `/attach?device=${deviceId}`,
  activate: (deviceId) => `/devices/${deviceId}/activate`,
  detach: (deviceId) => `/devices/${deviceId}/detach`,
};

const contains = (text: string, part: string) => text.toLocaleLowerCase().includes(part.toLocaleLowerCase());

function useActs(text: string): NavChoice[] {
  const { t } = useTranslation('search');
  const me = useMe();
  const forDevices = deviceActs
    .filter((act) => me.permissions.includes(permissionOf[act]))
    .map((act): NavChoice => ({ id: `act ${act}`, title: t(`act.${act}`), subtitle: '', icon: IconBolt, href: null, act }));
  const plain = (
    [
      ['customers.write', t('act.newCustomer'), '/customers/new'],
      ['devices.write', t('act.newDevice'), '/devices/new'],
      ['orders.ship', t('act.shipOrder'), '/orders/new'],
    ] as const
  )
    .filter(([permission]) => me.permissions.includes(permission))
    .map(([, title, href]): NavChoice => ({ id: `go ${href}`, title, subtitle: '', icon: IconBolt, href, act: null }));
  return [...forDevices, ...plain].filter((choice) => !text || contains(choice.title, text));
}

/** What a text leads to: found things first, then pages and acts of that name; for an act, the devices to choose from. */
export function useEasyNav(typed: string, act: DeviceAct | null, pages: readonly PageLink[]) {
  const { t } = useTranslation('search');
  const [text] = useDebouncedValue(typed.trim(), 120);
  const search = useOperation('search', text && !act ? { q: text, limit: 12 } : null, { keepPrevious: true });
  const devices = useOperation('list-devices', act ? { ...(text ? { q: text } : {}), limit: 12 } : null, { keepPrevious: true });
  const acts = useActs(typed.trim());
  const isPending = search.isFetching || devices.isFetching;
  if (act) {
    const choices = (devices.data?.value.items ?? []).map(
      (device): NavChoice => ({
        id: device.id,
        title: device.name,
        subtitle: `${device.hardwareKey} · ${device.customer.name}`,
        icon: hitIcons.device,
        href: actHref[act](device.id),
        act: null,
      }),
    );
    return { groups: choices.length > 0 ? [{ title: t('groups.devices'), choices }] : [], isPending };
  }
  const hits = text ? (search.data?.value.hits ?? []) : [];
  const found = hits.map(
    (hit): NavChoice => ({
      id: `${hit.kind} ${hit.id}`,
      title: hit.title,
      subtitle: hit.subtitle,
      icon: hitIcons[hit.kind],
      href: hrefOf(hit),
      act: null,
    }),
  );
  const named = pages
    .filter((page) => !typed.trim() || contains(page.label, typed.trim()))
    .map(
      (page): NavChoice => ({
        id: `page ${page.href}`,
        title: page.label,
        subtitle: '',
        icon: page.icon ?? IconArrowRight,
        href: page.href,
        act: null,
      }),
    );
  const groups: NavGroup[] = [
    { title: t('groups.found'), choices: found },
    { title: t('groups.acts'), choices: acts },
    { title: t('groups.pages'), choices: named },
  ];
  return { groups: groups.filter((group) => group.choices.length > 0), isPending };
}

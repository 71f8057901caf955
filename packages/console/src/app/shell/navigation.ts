import { IconArchive, IconBuildingStore, IconDeviceDesktop, IconHistory, IconHome, IconPackage } from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { LabelWord } from '../../lib/session.tsx';
import type en from '../locales/en.json';

type NavKey = keyof (typeof en)['nav'];

export interface NavItem {
  readonly to: NonNullable<LinkProps['to']>;
  readonly icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  /** A word of the vendor's pack in the plural, or one of our own. */
  readonly label: { readonly word: LabelWord; readonly form: 'one' | 'other' } | { readonly key: NavKey };
  /** Without this permission the item is absent. */
  readonly permission: string | null;
}

export interface NavGroup {
  readonly title: NavKey | null;
  readonly items: readonly NavItem[];
}

/** What is where, in the order of the day. What a role may not do is absent. */
export const navigation: readonly NavGroup[] = [
  { title: null, items: [{ to: '/', icon: IconHome, label: { key: 'home' }, permission: null }] },
  {
    title: 'groupLicences',
    items: [
      { to: '/bin', icon: IconArchive, label: { word: 'bin', form: 'one' }, permission: 'bins.read' },
      { to: '/orders', icon: IconPackage, label: { word: 'order', form: 'other' }, permission: 'bins.read' },
    ],
  },
  {
    title: 'groupCustomers',
    items: [
      { to: '/customers', icon: IconBuildingStore, label: { word: 'customer', form: 'other' }, permission: 'customers.read' },
      { to: '/devices', icon: IconDeviceDesktop, label: { word: 'device', form: 'other' }, permission: 'devices.read' },
    ],
  },
  { title: 'groupTools', items: [{ to: '/history', icon: IconHistory, label: { key: 'history' }, permission: 'history.read' }] },
];

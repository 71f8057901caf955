import {
  IconArchive,
  IconArmchair2,
  IconBooks,
  IconBuildingCommunity,
  IconBuildingStore,
  IconChecklist,
  IconCode,
  IconDeviceDesktop,
  IconFileImport,
  IconFileSymlink,
  IconHistory,
  IconHome,
  IconKey,
  IconMail,
  IconPackage,
  IconProgress,
  IconShieldCheck,
  IconSignature,
  IconStack2,
  IconStackPush,
  IconTicket,
  IconUsers,
} from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { LabelWord } from '../../lib/session.tsx';
import type { Me } from '../../lib/types.ts';
import type en from '../locales/en.json';

type NavKey = keyof (typeof en)['nav'];

/** A word of the vendor's pack, or one of our own. */
export type NavLabel = { readonly word: LabelWord; readonly form: 'one' | 'other' } | { readonly key: NavKey };

export interface NavItem {
  readonly to: NonNullable<LinkProps['to']>;
  readonly icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  readonly label: NavLabel;
  /** Without this permission the item is absent. */
  readonly permission: string | null;
  /** What the vendor's catalog must know of for there to be anything. */
  readonly onlyWith?: keyof Me['offers'];
}

export interface NavGroup {
  readonly title: NavLabel | null;
  readonly items: readonly NavItem[];
}

/** What is where, in the order of the day. What a role may not do is absent. */
export const navigation: readonly NavGroup[] = [
  { title: null, items: [{ to: '/', icon: IconHome, label: { key: 'home' }, permission: null }] },
  {
    title: { word: 'licence', form: 'other' },
    items: [
      { to: '/bin', icon: IconArchive, label: { word: 'bin', form: 'one' }, permission: 'bins.read' },
      { to: '/orders', icon: IconPackage, label: { word: 'order', form: 'other' }, permission: 'bins.read' },
      { to: '/license-keys', icon: IconTicket, label: { word: 'licenceKey', form: 'other' }, permission: 'license-keys.make' },
      { to: '/inventory', icon: IconStackPush, label: { word: 'pool', form: 'other' }, permission: 'bins.read' },
    ],
  },
  {
    title: { word: 'customer', form: 'other' },
    items: [
      { to: '/customers', icon: IconBuildingStore, label: { word: 'customer', form: 'other' }, permission: 'customers.read' },
      { to: '/projects', icon: IconStack2, label: { word: 'project', form: 'other' }, permission: 'pools.read' },
      { to: '/devices', icon: IconDeviceDesktop, label: { word: 'device', form: 'other' }, permission: 'devices.read' },
      { to: '/seats', icon: IconArmchair2, label: { word: 'seat', form: 'other' }, permission: 'seats.read', onlyWith: 'seats' },
    ],
  },
  {
    title: { key: 'groupTools' },
    items: [
      { to: '/files', icon: IconFileSymlink, label: { key: 'files' }, permission: 'pools.write', onlyWith: 'carriedFiles' },
      { to: '/history', icon: IconHistory, label: { key: 'history' }, permission: 'history.read' },
      { to: '/batches', icon: IconProgress, label: { key: 'batches' }, permission: 'batches.read' },
    ],
  },
  {
    title: { key: 'groupAdministration' },
    items: [
      { to: '/catalog', icon: IconBooks, label: { key: 'catalog' }, permission: 'catalog.read' },
      {
        to: '/organizations',
        icon: IconBuildingCommunity,
        label: { word: 'organization', form: 'other' },
        permission: 'organizations.read',
      },
      { to: '/people', icon: IconUsers, label: { key: 'people' }, permission: 'people.read' },
      { to: '/api-keys', icon: IconKey, label: { key: 'apiKeys' }, permission: 'api-keys.write' },
      { to: '/signing-keys', icon: IconSignature, label: { key: 'signingKeys' }, permission: 'signing-keys.write' },
      { to: '/tasks', icon: IconChecklist, label: { key: 'tasks' }, permission: 'tasks.read' },
      { to: '/external-files', icon: IconFileImport, label: { key: 'externalFiles' }, permission: 'external-files.supply' },
      { to: '/mail', icon: IconMail, label: { key: 'mail' }, permission: 'mail.read' },
      { to: '/audit', icon: IconShieldCheck, label: { key: 'audit' }, permission: 'audit.read' },
      { to: '/developer', icon: IconCode, label: { key: 'developer' }, permission: null },
    ],
  },
];

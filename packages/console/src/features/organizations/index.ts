export { OrganizationPicker, useOrganization } from './OrganizationPicker.tsx';
export { type OrganizationKind, useKindWord } from './words.ts';

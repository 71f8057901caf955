import { ActionIcon, Alert, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconLock, IconLockOpen, IconUserCog } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { confirm } from '../../components/confirm.tsx';
import { ProblemAlert } from '../../components/ErrorState.tsx';
import { notify, notifyProblem } from '../../components/notify.tsx';
import { Strong } from '../../components/Strong.tsx';
import { useMe } from '../../lib/session.tsx';
import { useAct, useOperation } from '../../lib/use-operation.ts';
import { RoleChoice } from './RoleChoice.tsx';
import { type Person, type Role, rolesFor } from './roles.ts';

function RoleDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const me = useMe();
  const [role, setRole] = useState<Role>(person.role);
  const act = useAct('set-role');
  const organizationId = person.organization.id;
  // What kinds of role there are depends on the organization; one's own is known.
  const own = me.current.organization.id === organizationId;
  const other = useOperation('get-organization', own ? null : { organizationId });
  const kind = own ? me.current.organization.kind : other.data?.value.kind;
  const save = () =>
    act.mutate(
      { input: { personId: person.id, role, organizationId } },
      {
        onSuccess: ({ value }) => {
          notify(t('people:role.done', { name: value.name, role: t(`common:roles.${value.role}`) }));
          onClose();
        },
      },
    );
  return (
    <Stack gap="md">
      <Text c="dimmed">{t('people:role.at', { organization: person.organization.name })}</Text>
      <RoleChoice label={t('people:fields.role')} roles={kind ? rolesFor[kind] : [person.role]} value={role} onChange={setRole} />
      {act.error ? <ProblemAlert problem={act.error.problem} /> : null}
      <Alert variant="light" color="gray" p="xs">
        {t('common:actingFor', { organization: me.current.organization.name })}
      </Alert>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button loading={act.isPending} disabled={role === person.role} onClick={save}>
          {t('people:role.commit')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Asks, then closes or opens a person's access. */
function useAccess(person: Person) {
  const { t } = useTranslation('people');
  const me = useMe();
  const deactivate = useAct('deactivate-person');
  const reactivate = useAct('reactivate-person');
  const act = person.status === 'active' ? 'deactivate' : 'reactivate';
  const names = { name: person.name, organization: person.organization.name };
  const ask = () =>
    confirm({
      title: t(`${act}.title`, names),
      text: <Strong text={t(`${act}.text`, names)} />,
      organization: me.current.organization.name,
      action: t(`${act}.action`),
      danger: act === 'deactivate',
      onConfirm: () =>
        (act === 'deactivate' ? deactivate : reactivate).mutate(
          { input: { personId: person.id } },
          { onSuccess: () => notify(t(`${act}.done`, names)), onError: (error) => notifyProblem(error) },
        ),
    });
  return { act, ask } as const;
}

/** What can be done with a person's access, behind one button of the row. */
export function PersonMenu({ person }: { person: Person }) {
  const { t } = useTranslation(['people', 'common']);
  const me = useMe();
  const access = useAccess(person);
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon size={30} aria-label={t('people:menu.open', { name: person.name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUserCog size={16} aria-hidden />} onClick={open}>
            {t('people:menu.role')}
          </Menu.Item>
          {person.id === me.id ? null : (
            <Menu.Item
              leftSection={access.act === 'deactivate' ? <IconLock size={16} aria-hidden /> : <IconLockOpen size={16} aria-hidden />}
              onClick={access.ask}
            >
              {t(`people:menu.${access.act}`)}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={opened}
        onClose={close}
        title={t('people:role.title', { name: person.name })}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <RoleDialog person={person} onClose={close} />
      </Modal>
    </>
  );
}

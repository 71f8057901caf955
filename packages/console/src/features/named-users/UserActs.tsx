import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { confirm } from '../../components/confirm.tsx';
import { notify, notifyProblem } from '../../components/notify.tsx';
import { Strong } from '../../components/Strong.tsx';
import { useMe } from '../../lib/session.tsx';
import type { NamedUser } from '../../lib/types.ts';
import { useAct } from '../../lib/use-operation.ts';
import { UserForm } from './UserForm.tsx';

function EditUser({ user, onClose }: { user: NamedUser; onClose: () => void }) {
  const { t } = useTranslation(['namedUsers', 'common']);
  const act = useAct('update-named-user');
  const title = t('namedUsers:edit.title', { name: user.name });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common:close') }} transitionProps={{ duration: 0 }}>
      <UserForm
        label={title}
        submit={t('common:save')}
        initial={user}
        busy={act.isPending}
        problem={act.error?.problem}
        onSubmit={({ name, email, note }) =>
          act.mutate(
            { input: { userId: user.id, name: name.trim(), email: email.trim(), note: note.trim() }, etag: `"${user.version}"` },
            {
              onSuccess: () => {
                notify(t('namedUsers:edit.done'));
                onClose();
              },
            },
          )
        }
      />
    </Modal>
  );
}

/** What can be done with a named user: change or remove it. */
export function UserActs({ user }: { user: NamedUser }) {
  const { t } = useTranslation('namedUsers');
  const me = useMe();
  const [isEditing, { open, close }] = useDisclosure();
  const remove = useAct('remove-named-user');
  const { name } = user;
  const ask = () =>
    confirm({
      title: t('remove.title'),
      text: <Strong text={t('remove.text', { name })} />,
      organization: me.current.organization.name,
      action: t('remove.action'),
      danger: true,
      onConfirm: () =>
        remove.mutate(
          { input: { userId: user.id } },
          { onSuccess: () => notify(t('remove.done', { name })), onError: (error) => notifyProblem(error) },
        ),
    });
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button size="compact-sm" variant="default" aria-label={t('edit.named', { name })} onClick={open}>
        {t('edit.action')}
      </Button>
      <Button size="compact-sm" variant="default" aria-label={t('remove.named', { name })} onClick={ask}>
        {t('remove.action')}
      </Button>
      {isEditing ? <EditUser user={user} onClose={close} /> : null}
    </Group>
  );
}

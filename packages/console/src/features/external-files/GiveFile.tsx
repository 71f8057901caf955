import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { Key } from '../../components/Copyable.tsx';
import { ProblemAlert } from '../../components/ErrorState.tsx';
import { FileDrop } from '../../components/FileDrop.tsx';
import { notify } from '../../components/notify.tsx';
import { toBase64 } from '../../lib/base64.ts';
import { useMe } from '../../lib/session.tsx';
import { useAct } from '../../lib/use-operation.ts';
import type { ExternalFile } from './words.ts';

type Given = 'upload-device-file' | 'supply-external-file';

function Dialog({ file, operation, onClose }: { file: ExternalFile; operation: Given; onClose: () => void }) {
  const { t } = useTranslation(['externalFiles', 'common']);
  const me = useMe();
  const [chosen, setChosen] = useState<File | null>(null);
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const act = useAct(operation);
  const uploads = operation === 'upload-device-file';
  // What is there already is replaced: why is written down.
  const replaces = !uploads && file.file !== null;
  const send = async () => {
    setChecked(true);
    if (!chosen) return;
    const given = { externalFileId: file.id, fileName: chosen.name, content: await toBase64(chosen) };
    const done = () => {
      notify(uploads ? t('externalFiles:upload.done', { name: chosen.name }) : t('externalFiles:supply.done', { name: chosen.name }));
      onClose();
    };
    act.mutate({ input: { ...given, ...(replaces && reason.trim() ? { reason: reason.trim() } : {}) } }, { onSuccess: done });
  };
  return (
    <Stack gap="md">
      {file.device ? (
        <div>
          <strong>{file.device.name}</strong> <Key text={file.device.hardwareKey} /> · {file.device.customer.name}
        </div>
      ) : null}
      <div>{uploads ? file.message : t('externalFiles:supply.text')}</div>
      <FileDrop
        label={uploads && file.wanted ? file.wanted.label : t('externalFiles:supply.file')}
        hint={uploads && file.wanted ? t('externalFiles:upload.named', { name: file.wanted.fileName }) : null}
        file={chosen}
        error={checked && !chosen ? t('common:required') : undefined}
        onFile={(next) => {
          setChosen(next);
          act.reset();
        }}
      />
      {replaces ? (
        <Textarea
          label={t('externalFiles:supply.reason')}
          description={t('externalFiles:supply.replaces', { name: file.file?.fileName ?? '' })}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      ) : null}
      {act.error ? <ProblemAlert problem={act.error.problem} /> : null}
      <div>{t('common:actingFor', { organization: me.current.organization.name })}</div>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button loading={act.isPending} onClick={() => void send()}>
          {t(uploads ? 'externalFiles:upload.act' : 'externalFiles:supply.act')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Hands a file over, from the device by whoever activated, or the finished one by the vendor (B19). */
export function GiveFile({ file, operation, primary = false }: { file: ExternalFile; operation: Given; primary?: boolean }) {
  const { t } = useTranslation(['externalFiles', 'common']);
  const [opened, { open, close }] = useDisclosure();
  const uploads = operation === 'upload-device-file';
  const word = uploads
    ? t(file.upload ? 'externalFiles:upload.again' : 'externalFiles:upload.act')
    : t(file.file ? 'externalFiles:supply.replace' : 'externalFiles:supply.act');
  const permission = uploads ? 'external-files.write' : 'external-files.supply';
  const blocked = !uploads && file.state === 'upload-wanted' ? t('externalFiles:supply.tooEarly') : null;
  return (
    <>
      <ActButton permission={permission} size="compact-sm" variant={primary ? 'filled' : 'default'} blocked={blocked} onClick={open}>
        {word}
      </ActButton>
      <Modal
        opened={opened}
        onClose={close}
        title={uploads ? t('externalFiles:upload.title') : t('externalFiles:supply.title')}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <Dialog file={file} operation={operation} onClose={close} />
      </Modal>
    </>
  );
}

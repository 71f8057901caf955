import { IconPencil } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Copyable } from '../../../components/Copyable.tsx';
import { apiCall, Developer } from '../../../components/Developer.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectPage } from '../../../components/ObjectPage.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { modelName } from '../../../lib/model-name.ts';
import { useLabel } from '../../../lib/session.tsx';
import type { Device } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { CloudLicences, Endpoints, MachineOf, ReplaceHardwareButton } from '../../controllers/index.ts';
import { ExternalFilesOf } from '../../external-files/index.ts';
import { History } from '../../history/index.ts';
import { DownloadButton, Files } from '../../licenses/index.ts';
import { DeviceStatus } from '../DeviceStatus.tsx';
import { Licences } from '../device/Licences.tsx';
import { Notices } from '../device/Notices.tsx';
import { Overview } from '../device/Overview.tsx';
import { useBlocked, useModel } from '../device/use-model.ts';
import type { Model } from '../model.ts';

/** The acts of a device: what its licences wait for is the primary one. */
function Actions({ device, model }: { device: Device; model: Model | null }) {
  const { t } = useTranslation(['devices', 'common']);
  const params = { deviceId: device.id };
  return (
    <>
      <ActButton
        permission="devices.write"
        variant="default"
        leftSection={<IconPencil size={16} aria-hidden />}
        link={{ to: '/devices/$deviceId/edit', params }}
      >
        {t('common:edit')}
      </ActButton>
      {device.activeUnits > 0 && model?.licenseFile.format !== 'external' ? (
        <DownloadButton deviceId={device.id} variant="default" />
      ) : null}
      {device.replacedBy === null ? <Licensing device={device} model={model} /> : null}
    </>
  );
}

/** What licenses a device; whose place another one took is never licensed again. */
function Licensing({ device, model }: { device: Device; model: Model | null }) {
  const { t } = useTranslation('devices');
  const params = { deviceId: device.id };
  const waiting = device.reservedUnits > 0;
  const blocked = useBlocked(device);
  return (
    <>
      {model?.enrolment && device.replaceable ? <ReplaceHardwareButton {...params} /> : null}
      <ActButton
        permission="licenses.attach"
        variant={waiting || device.provisional ? 'default' : 'filled'}
        blocked={blocked.attach}
        link={{ to: '/attach', search: { device: device.id } }}
      >
        {t('device.attach')}
      </ActButton>
      {waiting ? (
        <ActButton permission="licenses.activate" blocked={blocked.activate} link={{ to: '/devices/$deviceId/activate', params }}>
          {t('device.activate')}
        </ActButton>
      ) : null}
    </>
  );
}

/** The facts that matter, the device above among them. */
function useFacts(device: Device, model: Model | null) {
  const { t } = useTranslation('devices');
  const customer = useLabel('customer');
  const project = useLabel('project');
  const { projects } = useOperation('get-customer', { customerId: device.customer.id }).data?.value ?? { projects: [] };
  const key = model?.keyLabel ?? t('fields.hardwareKey');
  const { parent } = device;
  return [
    { label: key, value: <Copyable text={device.hardwareKey} what={key} /> },
    { label: t('fields.product'), value: modelName(device) },
    {
      label: customer,
      value: (
        <TextLink to="/customers/$customerId" params={{ customerId: device.customer.id }}>
          {device.customer.name}
        </TextLink>
      ),
    },
    {
      label: project,
      value: (
        <TextLink to="/projects/$projectId/devices" params={{ projectId: device.projectId }}>
          {projects.find(({ id }) => id === device.projectId)?.name ?? '…'}
        </TextLink>
      ),
    },
    parent && {
      label: t('fields.parent'),
      value: (
        <TextLink to="/devices/$deviceId" params={{ deviceId: parent.id }}>
          {parent.name}
        </TextLink>
      ),
    },
  ];
}

/** What a device that fetches its licences itself has of them, and the machine they are bound to. */
function Cloud({ device }: { device: Device }) {
  const of = { deviceId: device.id };
  return (
    <>
      <CloudLicences {...of} isReplaced={device.replacedBy !== null} />
      <MachineOf {...of} />
    </>
  );
}

/** One device: what it may do, its licences, files and history. */
export default function DevicePage() {
  const { deviceId } = useParams({ from: '/shell/devices/$deviceId' });
  const query = useOperation('get-device', { deviceId });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  return <OneDevice device={query.data.value} />;
}

function OneDevice({ device }: { device: Device }) {
  const { t } = useTranslation(['devices', 'common']);
  const deviceId = device.id;
  const licences = useLabel('licence', 'other');
  const endpoints = useLabel('endpoint', 'other');
  const model = useModel(device);
  const facts = useFacts(device, model);
  const external = model?.licenseFile.format === 'external';
  return (
    <ObjectPage
      above={
        <>
          <TextLink to="/customers/$customerId" params={{ customerId: device.customer.id }}>
            {device.customer.name}
          </TextLink>
          {' / '}
          <TextLink to="/devices">{t('devices:devices.title')}</TextLink>
        </>
      }
      title={device.name}
      status={<DeviceStatus device={device} />}
      facts={facts}
      notice={<Notices device={device} model={model} />}
      actions={<Actions device={device} model={model} />}
      tabs={[
        { id: 'overview', label: t('common:tabs.overview'), content: <Overview device={device} model={model} /> },
        {
          id: 'licences',
          label: licences,
          count: device.reservedUnits + device.activeUnits,
          content: <Licences device={device} model={model} />,
        },
        ...(model?.enrolment ? [{ id: 'cloud', label: t('devices:device.cloud'), content: <Cloud device={device} /> }] : []),
        ...(model?.endpoints
          ? [{ id: 'endpoints', label: endpoints, content: <Endpoints deviceId={deviceId} protocols={model.endpoints.protocols} /> }]
          : []),
        {
          id: 'files',
          label: t('devices:device.files'),
          content: external ? <ExternalFilesOf device={device} /> : <Files device={device} />,
        },
        { id: 'history', label: t('common:tabs.history'), content: <History of={{ deviceId }} /> },
        {
          id: 'developer',
          label: t('common:tabs.developer'),
          content: (
            <Developer
              calls={[
                apiCall('get-device', { deviceId }, device),
                apiCall('list-entitlements', { deviceId }),
                apiCall('list-device-licenses', { deviceId }),
                apiCall('validate-license', { product: device.product, hardwareKey: device.hardwareKey }),
              ]}
            />
          ),
        },
      ]}
    />
  );
}

import { output } from './commands.ts';
import { hardware, type RawMachine, type Surroundings, virtualMachineIn } from './raw.ts';

/**
 * One question for all, since the shell takes longer to start than to answer. Disks that are carried about are of other media; of
 * network cards only those count that are hardware, by the address that they were made with.
 */
const question = `
$ErrorActionPreference = 'SilentlyContinue'
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$system = Get-CimInstance Win32_ComputerSystem
@{
  machineId = (Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Cryptography').MachineGuid
  systemUuid = (Get-CimInstance Win32_ComputerSystemProduct).UUID
  boardSerial = (Get-CimInstance Win32_BaseBoard).SerialNumber
  diskSerials = @(Get-CimInstance Win32_DiskDrive | Where-Object { $_.MediaType -like 'Fixed*' -and $_.InterfaceType -ne 'USB' } | ForEach-Object { $_.SerialNumber })
  macAddresses = @(Get-NetAdapter -Physical | Where-Object { $_.PnPDeviceID -notlike 'USB*' } | ForEach-Object { $_.PermanentAddress })
  cpuModel = @(Get-CimInstance Win32_Processor)[0].Name
  hostName = $system.Name
  model = $system.Manufacturer + ' ' + $system.Model
  containerType = (Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control').ContainerType
  containerId = (Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control').ContainerId
} | ConvertTo-Json -Compress
`;

/** What the question is about; whether there is a container is not known either, but only its absence is the usual. */
const asked = ['machine-id', 'system-uuid', 'board-serial', 'disk-serial', 'mac-address', 'cpu-model', 'host-name'] as const;

const textsIn = (value: unknown): string[] => [value].flat().filter((one): one is string => typeof one === 'string' && one.trim() !== '');

/** What the answer tells. Not yet seen on a machine with Windows: its form is that of the manuals. */
export function readWindowsAnswer(text: string | null): RawMachine {
  let told: Readonly<Record<string, unknown>> = {};
  let unread: RawMachine['unread'] = [];
  try {
    told = JSON.parse((text ?? '').replace(/^\uFEFF/, '')) as typeof told;
  } catch {
    // The shell is forbidden, or took too long: that says nothing of the machine.
    unread = asked;
  }
  const { machineId, systemUuid, boardSerial, diskSerials, macAddresses, cpuModel, hostName, model, containerType, containerId } = told;
  const isContainer = containerType !== undefined && containerType !== null;
  const virtual = virtualMachineIn(textsIn(model).join(' '));
  const around: Surroundings = virtual === null ? hardware : { kind: 'virtual-machine', by: virtual };
  return {
    values: {
      'machine-id': textsIn(machineId),
      'system-uuid': textsIn(systemUuid),
      'board-serial': textsIn(boardSerial),
      'disk-serial': textsIn(diskSerials),
      'mac-address': textsIn(macAddresses).map((address) => address.replaceAll('-', ':')),
      'cpu-model': textsIn(cpuModel),
      'host-name': textsIn(hostName),
      ...(isContainer ? { 'container-id': [textsIn(containerId)[0] ?? `windows ${textsIn(hostName)[0] ?? ''}`] } : {}),
    },
    denied: [],
    unread,
    surroundings: isContainer ? { kind: 'container', by: 'windows' } : around,
  };
}

export async function readWindows(): Promise<RawMachine> {
  const encoded = Buffer.from(question, 'utf16le').toString('base64');
  return readWindowsAnswer(await output('powershell.exe', '-NoProfile', '-NonInteractive', '-EncodedCommand', encoded));
}

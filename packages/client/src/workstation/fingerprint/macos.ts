import type { FingerprintComponent } from '@muniment/domain/fingerprint';
import { output } from './commands.ts';
import { hardware, type RawMachine, virtualMachineIn } from './raw.ts';

/** What the commands of macOS print. */
export interface MacosOutputs {
  /** `ioreg -rd1 -c IOPlatformExpertDevice` */
  readonly platform: string | null;
  /** `system_profiler -json SPNVMeDataType SPSerialATADataType` */
  readonly disks: string | null;
  /** `networksetup -listallhardwareports` */
  readonly ports: string | null;
  /** `sysctl -n machdep.cpu.brand_string` */
  readonly cpu: string | null;
  /** `scutil --get LocalHostName` */
  readonly hostName: string | null;
  /** `sysctl -n hw.model kern.hv_vmm_present` */
  readonly model: string | null;
}

/** Which parts each output tells; null where the command did not answer. */
const partsOf = {
  platform: ['system-uuid', 'board-serial'],
  disks: ['disk-serial'],
  ports: ['mac-address'],
  cpu: ['cpu-model'],
  hostName: ['host-name'],
  model: [],
} as const satisfies Record<keyof MacosOutputs, readonly FingerprintComponent[]>;

/** Every text under one name, however deep it lies. */
function textsNamed(name: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === name && typeof inner === 'string' ? [inner] : textsNamed(name, inner)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Ports that are built in; adapters that are plugged in have the word in their names. */
function macAddresses(ports: string): string[] {
  return ports.split(/\n\s*\n/).flatMap((block) => {
    const name = /^Hardware Port: (.+)$/m.exec(block)?.[1] ?? '';
    const address = /^Ethernet Address: ([0-9a-f:]{17})$/im.exec(block)?.[1];
    return address === undefined || /usb|thunderbolt|bridge|vlan/i.test(name) ? [] : [address];
  });
}

/** What the outputs tell. Not yet seen on a machine of Apple's: their forms are those of its manuals. */
export function readMacosOutputs(outputs: MacosOutputs): RawMachine {
  const names = Object.keys(partsOf) as (keyof MacosOutputs)[];
  const unread = names.flatMap((name) => (outputs[name] === null ? partsOf[name] : []));
  const [platform, disks, ports, cpu, hostName, model] = names.map((name) => outputs[name] ?? '') as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const told = (name: string) => new RegExp(`"${name}" = "([^"]+)"`).exec(platform)?.slice(1, 2) ?? [];
  const [hardwareModel = '', virtual = ''] = model.trim().split('\n');
  const isVirtual = virtual.trim() === '1' || virtualMachineIn(hardwareModel) !== null;
  return {
    values: {
      // There is no id of the installation apart from that of the machine.
      'system-uuid': told('IOPlatformUUID'),
      'board-serial': told('IOPlatformSerialNumber'),
      'disk-serial': textsNamed('device_serial', parsed(disks)),
      'mac-address': macAddresses(ports),
      'cpu-model': cpu.trim() === '' ? [] : [cpu.trim()],
      'host-name': hostName.trim() === '' ? [] : [hostName.trim()],
    },
    denied: [],
    unread,
    surroundings: isVirtual ? { kind: 'virtual-machine', by: virtualMachineIn(hardwareModel) } : hardware,
  };
}

export async function readMacos(): Promise<RawMachine> {
  const [platform, disks, ports, cpu, hostName, model] = await Promise.all([
    output('ioreg', '-rd1', '-c', 'IOPlatformExpertDevice'),
    output('system_profiler', '-json', 'SPNVMeDataType', 'SPSerialATADataType'),
    output('networksetup', '-listallhardwareports'),
    output('sysctl', '-n', 'machdep.cpu.brand_string'),
    output('scutil', '--get', 'LocalHostName'),
    output('sysctl', '-n', 'hw.model', 'kern.hv_vmm_present'),
  ]);
  return readMacosOutputs({ platform, disks, ports, cpu, hostName, model });
}

import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { FingerprintComponent } from '@muniment/domain/fingerprint';
import { containerIn } from './linux-container.ts';
import { hardware, type RawMachine, type Surroundings, virtualMachineIn } from './raw.ts';

/** The files of a machine below one folder; `/` where it is the machine itself. */
export interface Files {
  /** The text of a file; null where it cannot be had. */
  text(path: string): string | null;
  /** Whether some file of those asked for so far was there, and not for this user; asking forgets it. */
  wasDenied(): boolean;
  names(path: string): readonly string[];
  /** Where a link leads in the end; null where there is none. */
  target(path: string): string | null;
}

function filesBelow(root: string): Files {
  let denied = false;
  const orNull = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      denied ||= !['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'EIO', 'EINVAL'].includes(code);
      return null;
    }
  };
  return {
    text: (path) => orNull(() => readFileSync(join(root, path), 'latin1')),
    wasDenied() {
      const was = denied;
      denied = false;
      return was;
    },
    names: (path) => orNull(() => readdirSync(join(root, path)).sort()) ?? [],
    target: (path) => orNull(() => realpathSync(join(root, path))),
  };
}

/** The first of several files that says something. */
function firstOf(files: Files, ...paths: readonly string[]): string[] {
  for (const path of paths) {
    const text = files.text(path)?.replaceAll('\u0000', '').trim() ?? '';
    if (text !== '') return [text];
  }
  return [];
}

/** Not plugged in from outside, and not made by software alone: what is carried about belongs to no machine. */
function isBuiltIn(files: Files, path: string): boolean {
  const target = files.target(path);
  return target !== null && !/\/usb\d|\/virtual\//.test(target);
}

/** SCSI page 0x80: a header of four bytes, the last two the length, and the serial number. */
function serialInPage(page: string | null): string {
  return page === null || page.length <= 4 ? '' : page.slice(4, 4 + page.charCodeAt(3));
}

/** What udev noted of a block device, where the kernel itself does not tell its number. */
function serialByUdev(files: Files, disk: string): string {
  const device = files.text(`sys/block/${disk}/dev`)?.trim() ?? '';
  if (!/^\d+:\d+$/.test(device)) return '';
  return /^E:ID_SERIAL(?:_SHORT)?=(.+)$/m.exec(files.text(`run/udev/data/b${device}`) ?? '')?.[1] ?? '';
}

function diskSerials(files: Files): string[] {
  const isFixed = (disk: string) =>
    !/^(loop|ram|zram|dm-|md|sr|fd|nbd|rbd)/.test(disk) &&
    files.text(`sys/block/${disk}/removable`)?.trim() !== '1' &&
    isBuiltIn(files, `sys/block/${disk}`);
  return files
    .names('sys/block')
    .filter(isFixed)
    .map((disk) => {
      const [told] = firstOf(files, `sys/block/${disk}/serial`, `sys/block/${disk}/device/serial`);
      const paged = told ?? serialInPage(files.text(`sys/block/${disk}/device/vpd_pg80`)).trim();
      const [named] = paged === '' ? firstOf(files, `sys/block/${disk}/wwid`, `sys/block/${disk}/device/wwid`) : [paged];
      return named ?? serialByUdev(files, disk);
    });
}

/**
 * Addresses of network cards that are built in. An address that was drawn or set by software changes; a wireless card tells its own
 * beside it.
 */
function macAddresses(files: Files): string[] {
  return files.names('sys/class/net').flatMap((name) => {
    const folder = `sys/class/net/${name}`;
    if (files.target(`${folder}/device`) === null || !isBuiltIn(files, folder)) return [];
    const [own] = firstOf(files, `${folder}/phy80211/macaddress`);
    if (own !== undefined) return [own];
    const isPermanent = ['', '0'].includes(files.text(`${folder}/addr_assign_type`)?.trim() ?? '');
    return isPermanent ? firstOf(files, `${folder}/address`) : [];
  });
}

/** The name of the processor, or, where it has none, the numbers that stand for it. */
function cpuModel(files: Files): string[] {
  const text = files.text('proc/cpuinfo') ?? '';
  const field = (name: string) => new RegExp(`^${name}\\s*:\\s*(.+)$`, 'm').exec(text)?.[1]?.trim();
  const name = field('model name') ?? field('cpu model') ?? field('Model');
  if (name !== undefined) return [name];
  const numbers = ['CPU implementer', 'CPU architecture', 'CPU variant', 'CPU part'].map(field);
  return numbers.some((number) => number !== undefined) ? [numbers.map((number) => number ?? '-').join(' ')] : [];
}

const readers: Readonly<Record<Exclude<FingerprintComponent, 'container-id'>, (files: Files) => readonly string[]>> = {
  'machine-id': (files) => firstOf(files, 'etc/machine-id', 'var/lib/dbus/machine-id'),
  'system-uuid': (files) => firstOf(files, 'sys/class/dmi/id/product_uuid'),
  'board-serial': (files) =>
    firstOf(files, 'sys/class/dmi/id/board_serial', 'sys/firmware/devicetree/base/serial-number', 'proc/device-tree/serial-number'),
  'disk-serial': diskSerials,
  'mac-address': macAddresses,
  'cpu-model': cpuModel,
  'host-name': (files) => firstOf(files, 'proc/sys/kernel/hostname', 'etc/hostname'),
};

function virtualMachine(files: Files): Surroundings {
  const firmware = ['sys_vendor', 'product_name', 'board_vendor', 'bios_vendor'].map((name) =>
    files.text(`sys/class/dmi/id/${name}`)?.trim(),
  );
  const named = virtualMachineIn(firmware.filter((text) => text !== undefined).join(' '));
  if (named !== null) return { kind: 'virtual-machine', by: named };
  const hypervisor = files.text('sys/hypervisor/type')?.trim();
  if (hypervisor) return { kind: 'virtual-machine', by: hypervisor };
  if (/microsoft/i.test(files.text('proc/sys/kernel/osrelease') ?? '')) return { kind: 'virtual-machine', by: 'wsl' };
  return /^flags\s*:.*\bhypervisor\b/m.test(files.text('proc/cpuinfo') ?? '') ? { kind: 'virtual-machine', by: null } : hardware;
}

/** Reads a Linux machine from the files below a folder. */
export function readLinux(root: string): RawMachine {
  const files = filesBelow(root);
  const container = containerIn(files);
  const surroundings: Surroundings = container === null ? virtualMachine(files) : { kind: 'container', by: container.by };
  files.wasDenied();
  const values: Partial<Record<FingerprintComponent, readonly string[]>> = {};
  const denied: FingerprintComponent[] = [];
  for (const [id, read] of Object.entries(readers) as [keyof typeof readers, (typeof readers)[keyof typeof readers]][]) {
    values[id] = read(files);
    if (files.wasDenied() && values[id].length === 0) denied.push(id);
  }
  if (container !== null) values['container-id'] = [container.id ?? `${container.by} ${values['host-name']?.[0] ?? ''}`];
  return { values, denied, unread: [], surroundings };
}

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compareFingerprints, fingerprintComponents } from '@muniment/domain/fingerprint';
import { afterEach, describe, expect, it } from 'vitest';
import { collectFingerprint } from './index.ts';

const salt = 'a salt of the vendor';
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

type Tree = Readonly<Record<string, string | { readonly link: string }>>;

/** The files of a machine, as Linux shows them, in a folder of its own. */
function machine(...trees: readonly Tree[]): string {
  const root = mkdtempSync(join(tmpdir(), 'machine-'));
  folders.push(root);
  for (const [path, content] of Object.entries(Object.assign({}, ...trees) as Tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (typeof content === 'string') writeFileSync(join(root, path), content, 'latin1');
    else {
      mkdirSync(join(root, dirname(path), content.link), { recursive: true });
      symlinkSync(content.link, join(root, path));
    }
  }
  return root;
}

const collect = (root: string, more: { readonly salt?: string } = {}) =>
  collectFingerprint({ salt, components: fingerprintComponents, root, ...more });

const card = (name: string, address: string, where = 'pci0000:00/0000:00:1f.6'): Tree => ({
  [`sys/class/net/${name}`]: { link: `../../devices/${where}/net/${name}` },
  [`sys/devices/${where}/net/${name}/device`]: { link: '../..' },
  [`sys/devices/${where}/net/${name}/address`]: `${address}\n`,
  [`sys/devices/${where}/net/${name}/addr_assign_type`]: '0\n',
});
const disk = (name: string, serial: string, where = 'pci0000:00/nvme'): Tree => ({
  [`sys/block/${name}`]: { link: `../devices/${where}/${name}` },
  [`sys/devices/${where}/${name}/removable`]: '0\n',
  [`sys/devices/${where}/${name}/device/serial`]: `${serial}\n`,
});

const dmi = (values: Readonly<Record<string, string>>): Tree =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`sys/class/dmi/id/${name}`, `${value}\n`]));

const office: Tree = {
  'etc/machine-id': 'b08dfa6083e7567a1921a715000001fb\n',
  ...dmi({ product_uuid: '4C4C4544-0042', board_serial: '/7XKQ2J3/CN129', sys_vendor: 'Dell Inc.', product_name: 'Precision 5680' }),
  ...disk('nvme0n1', 'S6XNNG0R'),
  ...card('eno1', 'a4:bb:6d:11:22:33'),
  'proc/cpuinfo':
    'processor\t: 0\nmodel name\t: Intel(R) Core(TM) i7-13800H\nflags\t\t: fpu vme\n\nprocessor\t: 1\nmodel name\t: Intel(R)\n',
  'proc/sys/kernel/hostname': 'Survey-04\n',
};

describe('the fingerprint of a machine', () => {
  it('has a hash of every part that it tells, and nothing of what the part says', async () => {
    const { fingerprint, untold, surroundings } = await collect(machine(office));
    expect(Object.keys(fingerprint)).toEqual(fingerprintComponents.filter((id) => id !== 'container-id'));
    expect(
      Object.values(fingerprint)
        .flat()
        .every((hash) => /^[A-Za-z0-9_-]{43}$/.test(hash)),
    ).toBe(true);
    expect(untold).toEqual([{ id: 'container-id', reason: 'not-there' }]);
    expect(surroundings).toEqual({ kind: 'hardware', by: null });
    expect(JSON.stringify(fingerprint)).not.toMatch(/survey|S6XN|a4:bb/i);
  });

  it('is the same every time, whoever looks, and another one with the salt of another vendor', async () => {
    const root = machine(office);
    const { fingerprint } = await collect(root);
    expect((await collect(machine(office))).fingerprint).toEqual(fingerprint);
    const shouting = { ...office, 'etc/machine-id': '  B08DFA6083E7567A1921A715000001FB  \n\n' };
    expect((await collect(machine(shouting))).fingerprint).toEqual(fingerprint);
    const theirs = (await collect(root, { salt: 'a salt of another vendor' })).fingerprint;
    for (const id of fingerprintComponents.slice(0, 7)) expect(theirs[id], id).not.toEqual(fingerprint[id]);
    await expect(collect(root, { salt: 'short' })).rejects.toThrow(TypeError);
  });

  it('has another hash for the same text of another part', async () => {
    const { fingerprint } = await collect(machine({ 'etc/machine-id': 'survey-04\n', 'proc/sys/kernel/hostname': 'survey-04\n' }));
    expect(fingerprint['machine-id']).not.toEqual(fingerprint['host-name']);
  });

  it('tells no more than is asked for', async () => {
    const { fingerprint, untold } = await collectFingerprint({ salt, components: ['cpu-model'], root: machine(office) });
    expect([Object.keys(fingerprint), untold]).toEqual([['cpu-model'], []]);
  });

  it('leaves out what makers write where they write nothing', async () => {
    const blank = dmi({ product_uuid: '00000000-0000-0000-0000-000000000000', board_serial: 'To Be Filled By O.E.M.' });
    const { untold } = await collect(
      machine({ ...office, ...blank, 'etc/machine-id': 'uninitialized\n', ...disk('nvme0n1', 'Default string') }),
    );
    expect(untold.map(({ id }) => id)).toEqual(['machine-id', 'system-uuid', 'board-serial', 'disk-serial', 'container-id']);
  });

  it('says which part another user may read', async () => {
    // A file that is there and cannot be read as one, whoever runs this.
    const root = machine(Object.fromEntries(Object.entries(office).filter(([path]) => !path.includes('product_uuid'))));
    mkdirSync(join(root, 'sys/class/dmi/id/product_uuid'));
    expect((await collect(root)).untold).toContainEqual({ id: 'system-uuid', reason: 'not-allowed' });
  });

  it('of an empty folder is empty, and no error', async () => {
    const { fingerprint, untold } = await collect(machine({}));
    expect([fingerprint, untold.length]).toEqual([{}, fingerprintComponents.length]);
  });
});

describe('network cards and disks', () => {
  const hashes = async (id: 'mac-address' | 'disk-serial', tree: Tree) => (await collect(machine(tree))).fingerprint[id] ?? [];

  it('count each, so that one more leaves the machine what it was', async () => {
    const one = (await collect(machine(office))).fingerprint;
    const two = (await collect(machine(office, disk('nvme1n1', 'OTHER1'), card('eno2', 'a4:bb:6d:11:22:34')))).fingerprint;
    expect([two['disk-serial']?.length, two['mac-address']?.length]).toEqual([2, 2]);
    const policy = { components: fingerprintComponents.map((id) => ({ id, weight: 1 })), atLeast: 7, yearlyRepairs: 0 };
    expect(compareFingerprints(policy, one, two).verdict).toBe('same');
  });

  it('do not count where they are plugged in, made by software or given their address by it', async () => {
    const address = 'a4:bb:6d:aa:aa:aa';
    expect(await hashes('mac-address', card('dock0', address, 'pci0000:00/usb1/1-4'))).toEqual([]);
    expect(await hashes('mac-address', { 'sys/class/net/tun0': { link: '../../devices/virtual/net/tun0' } })).toEqual([]);
    const drawn = { 'sys/devices/pci0000:00/0000:00:1f.6/net/wlan0/addr_assign_type': '3\n' };
    expect(await hashes('mac-address', { ...card('wlan0', address), ...drawn })).toEqual([]);
    // A wireless card keeps its own address beside the one that was drawn.
    const own = { 'sys/devices/pci0000:00/0000:00:1f.6/net/wlan0/phy80211/macaddress': 'a4:bb:6d:11:22:33\n' };
    expect(await hashes('mac-address', { ...card('wlan0', address), ...drawn, ...own })).toEqual(await hashes('mac-address', office));
    expect(await hashes('disk-serial', disk('sdb', 'STICK', 'pci0000:00/usb2/2-1'))).toEqual([]);
    expect(await hashes('disk-serial', { 'sys/block/loop0': { link: '../devices/virtual/block/loop0' } })).toEqual([]);
    const card2 = { ...disk('mmcblk0', 'CARD'), 'sys/devices/pci0000:00/nvme/mmcblk0/removable': '1\n' };
    expect(await hashes('disk-serial', card2)).toEqual([]);
  });

  it('are known by whichever file tells their number', async () => {
    const place = 'sys/devices/pci0000:00/ata1/sda';
    const bare: Tree = { 'sys/block/sda': { link: '../devices/pci0000:00/ata1/sda' }, [`${place}/removable`]: '0\n' };
    const expected = await hashes('disk-serial', disk('sda', 'WD-WX12'));
    expect(expected).toHaveLength(1);
    expect(await hashes('disk-serial', { ...bare, [`${place}/serial`]: 'WD-WX12\n' })).toEqual(expected);
    expect(await hashes('disk-serial', { ...bare, [`${place}/device/vpd_pg80`]: '\u0000\u0080\u0000\u0007WD-WX12' })).toEqual(expected);
    expect(await hashes('disk-serial', { ...bare, [`${place}/device/wwid`]: 'WD-WX12\n' })).toEqual(expected);
    const noted = { [`${place}/dev`]: '8:0\n', 'run/udev/data/b8:0': 'S:disk\nE:ID_MODEL=WD\nE:ID_SERIAL_SHORT=WD-WX12\n' };
    expect(await hashes('disk-serial', { ...bare, ...noted })).toEqual(expected);
    expect(await hashes('disk-serial', bare)).toEqual([]);
  });
});

describe('what is around the program', () => {
  const around = async (...trees: readonly Tree[]) => {
    const { surroundings, fingerprint } = await collect(machine(office, ...trees));
    return [surroundings.kind, surroundings.by, fingerprint['container-id']?.length ?? 0] as const;
  };
  const id = 'c0ffee'.repeat(11).slice(0, 64);
  const overlay = '612 513 0:58 / / rw,relatime - overlay overlay rw,lowerdir=/x\n';
  const onDisk = '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n';
  const mounted = (path: string) => `620 612 254:1 ${path} /etc/hostname rw,relatime - ext4 /dev/vda1 rw\n`;

  it.each<readonly [string, Tree, string | null]>([
    ['docker, by its group', { 'proc/self/cgroup': `12:pids:/docker/${id}\n` }, 'docker'],
    ['docker, by its mounts', { 'proc/self/mountinfo': overlay + mounted(`/var/lib/docker/containers/${id}/hostname`) }, 'docker'],
    ['docker, by its mark', { '.dockerenv': '', 'proc/self/mountinfo': overlay }, 'docker'],
    ['podman, by its file', { 'run/.containerenv': `engine="podman-5.2"\nid="${id}"\n` }, 'podman'],
    ['podman, by its group', { 'proc/self/cgroup': `0::/machine.slice/libpod-${id}.scope\n` }, 'podman'],
    ['containerd', { 'proc/self/cgroup': `0::/kubelet.slice/pod1/cri-containerd-${id}.scope\n` }, 'containerd'],
    ['kubernetes', { 'proc/self/cgroup': `11:cpu:/kubepods/burstable/pod1/${id}\n` }, 'kubernetes'],
    ['lxc', { 'proc/self/cgroup': '0::/lxc.payload.survey\n' }, 'lxc'],
    ['another, by what systemd was told', { 'run/systemd/container': 'systemd-nspawn\n' }, 'systemd-nspawn'],
  ])('is a container: %s', async (_, tree, by) => {
    expect(await around(tree)).toEqual(['container', by, 1]);
  });

  it('is no container where only a disk was made from an image, or a host mounts what is inside of its containers', async () => {
    expect(await around({ '.dockerenv': '', 'proc/self/mountinfo': onDisk })).toEqual(['hardware', null, 0]);
    const host = `${onDisk}700 27 0:60 / /var/lib/docker/containers/${id}/mounts/shm rw - tmpfs shm rw\n`;
    expect(await around({ 'proc/self/mountinfo': host, 'proc/self/cgroup': '0::/user.slice/user-1000.slice\n' })).toEqual([
      'hardware',
      null,
      0,
    ]);
  });

  it.each<readonly [string, Tree, string | null]>([
    ['by its maker', dmi({ sys_vendor: 'QEMU', product_name: 'Standard PC (Q35 + ICH9, 2009)' }), 'qemu'],
    ['by its name', dmi({ sys_vendor: 'Microsoft Corporation', product_name: 'Virtual Machine' }), 'hyper-v'],
    ['by its hypervisor', { 'sys/hypervisor/type': 'xen\n' }, 'xen'],
    ['under Windows', { 'proc/sys/kernel/osrelease': '5.15.153.1-microsoft-standard-WSL2\n' }, 'wsl'],
    ['by its processor, which does not say which', { 'proc/cpuinfo': 'flags\t\t: fpu hypervisor lahf_lm\n' }, null],
  ])('is a virtual machine: %s', async (_, tree, by) => {
    expect(await around(tree)).toEqual(['virtual-machine', by, 0]);
  });

  it('is a container in a virtual machine for whoever must know what can be copied most easily', async () => {
    expect(await around(dmi({ sys_vendor: 'QEMU' }), { 'run/.containerenv': '' })).toEqual(['container', 'podman', 1]);
  });
});

describe('this very machine', () => {
  it('tells the same twice', async () => {
    const here = () => collectFingerprint({ salt, components: fingerprintComponents });
    const [first, second] = [await here(), await here()];
    expect(second).toEqual(first);
    expect(Object.keys(first.fingerprint).length).toBeGreaterThan(0);
  });
});

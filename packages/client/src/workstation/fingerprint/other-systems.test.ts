import { createSigner, generateKey, openKey } from '@muniment/documents/self';
import type { LicensePayload } from '@muniment/documents/verify';
import { describe, expect, it } from 'vitest';
import { compareHere } from '../here.ts';
import { readMacosOutputs } from './macos.ts';
import { completedBy } from './raw.ts';
import { readWindows, readWindowsAnswer } from './windows.ts';

const nothing = { platform: '', disks: '', ports: '', cpu: '', hostName: '', model: '' };

describe('what the commands of macOS print', () => {
  const outputs = {
    platform:
      '+-o J414sAP  <class IOPlatformExpertDevice>\n    {\n      "IOPlatformUUID" = "8D2C-11"\n      "IOPlatformSerialNumber" = "C02X"\n    }\n',
    disks: JSON.stringify({ SPNVMeDataType: [{ _name: 'c', _items: [{ _name: 'APPLE SSD', device_serial: '0ba01' }] }] }),
    ports: [
      'Hardware Port: Wi-Fi\nDevice: en0\nEthernet Address: a4:83:e7:00:00:01',
      'Hardware Port: USB 10/100/1000 LAN\nDevice: en7\nEthernet Address: a4:83:e7:00:00:02',
      'Hardware Port: Thunderbolt Bridge\nDevice: bridge0\nEthernet Address: a4:83:e7:00:00:03',
    ].join('\n\n'),
    cpu: 'Apple M3 Pro\n',
    hostName: 'Survey-04\n',
    model: 'Mac15,6\n0\n',
  };

  it('is read part by part, without what is plugged in', () => {
    expect(readMacosOutputs(outputs)).toEqual({
      values: {
        'system-uuid': ['8D2C-11'],
        'board-serial': ['C02X'],
        'disk-serial': ['0ba01'],
        'mac-address': ['a4:83:e7:00:00:01'],
        'cpu-model': ['Apple M3 Pro'],
        'host-name': ['Survey-04'],
      },
      denied: [],
      unread: [],
      surroundings: { kind: 'hardware', by: null },
    });
  });

  it('tells of a virtual machine, and may be missing', () => {
    expect(readMacosOutputs({ ...outputs, model: 'VMware20,1\n1\n' }).surroundings).toEqual({ kind: 'virtual-machine', by: 'vmware' });
    expect(Object.values(readMacosOutputs(nothing).values).flat()).toEqual([]);
  });
});

/** Of a usual machine with Windows. */
const answer = {
  machineId: '9f2b',
  systemUuid: '4C4C4544',
  boardSerial: '/7XKQ/',
  diskSerials: ['S6XN  ', null],
  macAddresses: ['A4-BB-6D-11-22-33'],
  cpuModel: 'Intel(R) Core(TM)',
  hostName: 'SURVEY-04',
  model: 'Dell Inc. Precision 5680',
  containerType: null,
  containerId: null,
};

describe('what Windows answers', () => {
  it('is read part by part', () => {
    expect(readWindowsAnswer(`\uFEFF${JSON.stringify(answer)}`)).toMatchObject({
      values: { 'machine-id': ['9f2b'], 'disk-serial': ['S6XN  '], 'mac-address': ['A4:BB:6D:11:22:33'] },
      surroundings: { kind: 'hardware', by: null },
    });
  });

  it('tells of virtual machines and containers, and may be missing', () => {
    const around = (more: object) => readWindowsAnswer(JSON.stringify({ ...answer, ...more }));
    expect(around({ model: 'Microsoft Corporation Virtual Machine' }).surroundings).toEqual({ kind: 'virtual-machine', by: 'hyper-v' });
    expect(around({ containerType: 2, containerId: 'd1' })).toMatchObject({
      values: { 'container-id': ['d1'] },
      surroundings: { kind: 'container', by: 'windows' },
    });
    expect(around({}).values['container-id']).toBeUndefined();
    expect(Object.values(readWindowsAnswer('').values).flat()).toEqual([]);
  });
});

describe('a system that does not answer', () => {
  it('has not lost its parts: what was not told is known as such, and is as it was told before', async () => {
    const all = ['machine-id', 'system-uuid', 'board-serial', 'disk-serial', 'mac-address', 'cpu-model', 'host-name'];
    expect(readWindowsAnswer(null).unread).toEqual(all);
    // There is no such shell here: the command fails as where it is forbidden.
    const silent = await readWindows();
    expect(silent.unread).toEqual(all);
    const whole = readWindowsAnswer(JSON.stringify(answer));
    expect(whole.unread).toEqual([]);
    expect(completedBy(silent, whole)).toMatchObject({ values: whole.values, unread: [] });
    expect(completedBy(silent, silent).unread).toEqual(all);
    expect(completedBy(silent, null)).toBe(silent);
    const mac = readMacosOutputs({ platform: null, disks: null, ports: '', cpu: '', hostName: '', model: '' });
    expect(mac.unread).toEqual(['system-uuid', 'board-serial', 'disk-serial']);
  });

  it('is not told as another machine, unless what it did tell is one', async () => {
    const bound = { 'machine-id': ['a'.repeat(43)], 'board-serial': ['b'.repeat(43)] };
    const policy = {
      components: [
        { id: 'machine-id' as const, weight: 2 },
        { id: 'board-serial' as const, weight: 2 },
      ],
      atLeast: 4,
      yearlyRepairs: 1,
    };
    const { publicKey, privateKeyPem } = generateKey();
    const payload = { machine: { fingerprint: bound, policy }, cnf: { jkt: publicKey.kid } } as unknown as LicensePayload;
    const here = (fingerprint: object, reason: 'not-readable' | 'not-there') =>
      compareHere(
        {
          signer: { ...createSigner(openKey(privateKeyPem)), publicKey },
          fingerprint: async () => ({
            fingerprint,
            untold: [{ id: 'board-serial', reason }],
            surroundings: { kind: 'hardware', by: null },
          }),
        },
        payload,
      );
    const told = { 'machine-id': bound['machine-id'] };
    expect((await here(told, 'not-readable')).machine).toMatchObject({
      refusal: { code: 'machine-not-readable', facts: { components: ['board-serial'] } },
    });
    expect((await here(told, 'not-there')).machine).toMatchObject({ refusal: { code: 'wrong-machine' } });
    expect((await here(bound, 'not-readable')).machine).toMatchObject({ ok: true });
  });
});

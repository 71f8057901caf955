import { describe, expect, it } from 'vitest';
import { readMacosOutputs } from './macos.ts';
import { readWindowsAnswer } from './windows.ts';

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
      surroundings: { kind: 'hardware', by: null },
    });
  });

  it('tells of a virtual machine, and may be missing', () => {
    expect(readMacosOutputs({ ...outputs, model: 'VMware20,1\n1\n' }).surroundings).toEqual({ kind: 'virtual-machine', by: 'vmware' });
    expect(Object.values(readMacosOutputs(nothing).values).flat()).toEqual([]);
  });
});

describe('what Windows answers', () => {
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

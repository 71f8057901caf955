import type { Product } from '../src/catalog/index.ts';
import { activateOnDevice, activeOn, placeKey, poolOf, replaceHardware, returnFromDevice, takeBackLicenses } from '../src/ledger/index.ts';
import { PoolWorld } from './pool-world.ts';
import { alone, type Outcome } from './world.ts';

/** A vendor's books with devices that take licences from their project's pool by themselves, and give them back. */
export class ControllerWorld extends PoolWorld {
  /** The project of each device, which its licences go back to. */
  readonly projects = new Map<string, string>();

  take(projectId: string, deviceId: string, product: Product, lotId: string, quantity: number | null): Outcome {
    this.projects.set(deviceId, projectId);
    const targets = [activeOn(deviceId), poolOf(projectId)].map(placeKey);
    const state = {
      catalog: this.pack,
      product,
      device: alone(deviceId),
      pool: this.pool(projectId),
      reserved: [],
      active: this.active(deviceId),
      targets: this.balancesOf((account) => targets.includes(placeKey(account)) || account.kind === 'conversion'),
    };
    const { id, version } = this.pack.agreements[0]!;
    const key = { enrolmentId: 'enr', thumbprint: 'sha' };
    const command = { licenses: [{ lotId, quantity }], agreement: { id, version, language: 'en' }, lotIds: [this.freshId('lot')], key };
    return this.record(activateOnDevice(state, command, this.now));
  }

  /** Units of each lot that the device took and has not given back, as the server sums its postings. */
  fromPool(deviceId: string): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    const place = placeKey(activeOn(deviceId));
    for (const { draft } of this.operations) {
      if (!['activate-on-device', 'return-from-device', 'take-back-licenses', 'replace-hardware'].includes(draft.kind)) continue;
      const told = (draft.details.fromPool ?? {}) as Readonly<Record<string, number>>;
      for (const { account, lotId, quantity } of draft.postings) {
        const units = draft.kind === 'replace-hardware' ? Math.sign(quantity) * (told[lotId] ?? 0) : quantity;
        if (placeKey(account) === place) sums.set(lotId, (sums.get(lotId) ?? 0) + units);
      }
    }
    return sums;
  }

  /** Everything of a device that is dead goes to another one. */
  replace(oldId: string, nextId: string): Outcome {
    const projectId = this.projects.get(oldId) ?? 'north';
    this.projects.set(nextId, projectId);
    const alike = {
      product: 'any',
      variant: null,
      projectId,
      replacedBy: null,
      licensedWithParent: false,
      replaces: false,
      notReady: null,
    };
    const device = (id: string) => ({ id, ...alike });
    const held = (id: string) =>
      this.holdings((account) => account.ownerId === id && (account.kind === 'active' || account.kind === 'reserved'));
    const state = {
      old: device(oldId),
      next: device(nextId),
      reserved: held(oldId).filter(({ account }) => account.kind === 'reserved'),
      active: held(oldId).filter(({ account }) => account.kind === 'active'),
      fromPool: this.fromPool(oldId),
      there: held(nextId).reduce((sum, { quantity }) => sum + quantity, 0),
      newest: null,
      targets: this.balancesOf((account) => account.ownerId === nextId),
    };
    return this.record(replaceHardware(state, this.now));
  }

  giveBack(deviceId: string): Outcome {
    const command = { serial: { epoch: 1, number: 1 }, removedAt: null, key: { enrolmentId: 'enr', thumbprint: 'sha' } };
    return this.record(returnFromDevice(this.returnState(deviceId), command, this.now));
  }

  /** What the vendor does where the device is dead or gone. */
  takeBack(deviceId: string, hasKey: boolean): Outcome {
    return this.record(takeBackLicenses({ ...this.returnState(deviceId), hasKey, newest: { epoch: 1, number: 1, until: null } }, this.now));
  }

  private returnState(deviceId: string) {
    const projectId = this.projects.get(deviceId) ?? 'north';
    return {
      device: { id: deviceId },
      projectId,
      active: this.active(deviceId),
      fromPool: this.fromPool(deviceId),
      targets: this.balancesOf((account) => placeKey(account) === placeKey(poolOf(projectId))),
    };
  }
}

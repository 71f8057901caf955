import type { Product } from '../src/catalog/index.ts';
import { activateOnDevice, activeOn, placeKey, poolOf, returnFromDevice, takeBackLicenses } from '../src/ledger/index.ts';
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
      if (!['activate-on-device', 'return-from-device', 'take-back-licenses'].includes(draft.kind)) continue;
      for (const { account, lotId, quantity } of draft.postings) {
        if (placeKey(account) === place) sums.set(lotId, (sums.get(lotId) ?? 0) + quantity);
      }
    }
    return sums;
  }

  giveBack(deviceId: string): Outcome {
    const command = { serial: { epoch: 1, number: 1 }, removedAt: null, key: { enrolmentId: 'enr', thumbprint: 'sha' } };
    return this.record(returnFromDevice(this.returnState(deviceId), command, this.now));
  }

  /** What the vendor does where the device is dead or gone. */
  takeBack(deviceId: string, hasKey: boolean): Outcome {
    return this.record(takeBackLicenses({ ...this.returnState(deviceId), hasKey, newest: { epoch: 1, number: 1 } }, this.now));
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

import type { Device } from './types.ts';

/** "Product, model": a device's product and model in one line. */
export const modelName = ({ productLabel, variantLabel }: Pick<Device, 'productLabel' | 'variantLabel'>): string =>
  variantLabel === null ? productLabel : `${productLabel}, ${variantLabel}`;

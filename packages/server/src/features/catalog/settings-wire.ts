import type { catalog } from '@muniment/contract';
import {
  acceptsPart,
  agreementFor,
  type CatalogPack,
  findPart,
  type KeyFormat,
  type Product,
  secondaryFormats,
} from '@muniment/domain/catalog';
import type { z } from 'zod';
import { inLanguage } from './words.ts';

type Wire = z.output<typeof catalog>['products'][number];
/** What forms and lists must know of a product, or of a model of it. */
type Settings = Omit<Wire, 'id' | 'label' | 'withdrawn' | 'variants'>;

/** The settings of a product in one language. */
export function settingsOf(pack: CatalogPack, product: Product, language: string): Settings {
  const t = inLanguage(pack, language);
  const maybe = (texts: Readonly<Record<string, string>> | undefined): string | null => (texts === undefined ? null : t(texts));
  const formats = (list: readonly KeyFormat[]) =>
    list.map(({ id, expected, example, letterCase }) => ({ id, expected: t(expected), example, letterCase }));
  const { secondaryKey, productKey, derivedKey, tempKey } = product;
  return {
    agreement: agreementFor(pack, product)?.id ?? null,
    keyLabel: maybe(product.keyLabel),
    keyFormats: formats(product.keyFormats),
    secondaryKey:
      secondaryKey === undefined
        ? null
        : { label: maybe(secondaryKey.label), required: secondaryKey.required, keyFormats: formats(secondaryFormats(product)) },
    productKey:
      productKey === undefined
        ? null
        : { label: maybe(productKey.label), required: productKey.required, keyFormats: formats(productKey.keyFormats) },
    derivedKey:
      derivedKey === undefined
        ? null
        : {
            label: t(derivedKey.label),
            keyFormats: formats(derivedKey.keyFormats),
            at: derivedKey.at,
            trigger: derivedKey.trigger ?? null,
            editable: derivedKey.editable,
          },
    tempKey: tempKey === undefined ? null : { use: tempKey.use, parts: [...tempKey.parts] },
    children: product.children.map(({ id, label, product: below, variant, creation, least, most, onlyBeforeActivation, licensed }) => ({
      id,
      label: t(label),
      product: below,
      variant: variant ?? null,
      creation,
      least,
      most,
      onlyBeforeActivation,
      licensed,
    })),
    demos: product.demos.map(({ id, label, part, count, starts }) => ({
      id,
      label: t(label),
      part,
      days: findPart(pack, part)?.term?.days ?? 0,
      count,
      starts,
    })),
    licenseFile: fileOf(product, t),
    unsplittableOrders: product.unsplittableOrders,
    enrolment: product.enrolment ?? null,
    endpoints:
      product.endpoints === undefined ? null : { protocols: product.endpoints.protocols.map(({ id, label }) => ({ id, label: t(label) })) },
    importable: product.import !== undefined,
    parts: pack.parts.filter((part) => acceptsPart(product, part)).map((part) => part.number),
  };
}

function fileOf({ licenseFile: file }: Product, t: (texts: Readonly<Record<string, string>>) => string): Settings['licenseFile'] {
  if (file.format !== 'external') return { format: file.format, delivery: null, upload: null };
  const upload = file.upload === undefined ? null : { fileName: file.upload.fileName, label: t(file.upload.label) };
  return { format: file.format, delivery: file.delivery, upload };
}

import { z } from 'zod';
import { accept } from '../../outcome.ts';
import { activate, listWaiting } from './activate.ts';
import type { Controller } from './controller.ts';
import { saveCustomerId } from './customer.ts';
import { addEndpoint, importEndpoints, provisionEndpoints, removeEndpoints } from './endpoints/index.ts';
import { enrol, enrolAnew } from './enrol.ts';
import { installFile, receiptFile, requestFile } from './offline.ts';
import { grantsNothing } from './receipt.ts';
import type { Answer } from './refusals.ts';
import { resultOf } from './status.ts';
import { synchronise } from './synchronise.ts';
import { checkRemoval, transfer } from './transfer.ts';
import { upgrade } from './upgrade.ts';
import { problemIn } from './words/index.ts';

/** Something that can be done with a controller: what it must be told, and the doing. */
export interface Act<I, O> {
  readonly input: z.ZodType<I>;
  run(controller: Controller, input: I): Promise<Answer<O>>;
}

const act = <I, O>(input: z.ZodType<I>, run: Act<I, O>['run']): Act<I, O> => ({ input, run });

const nothing = z.strictObject({});
const lotIds = z
  .array(
    z
      .string()
      .max(60)
      .regex(/^[\w-]+$/),
  )
  .max(200);
const selection = z.union([z.strictObject({ all: z.literal(true) }), z.strictObject({ ids: z.array(z.string().max(100)).min(1) })]);
const described = z.strictObject({
  id: z.string().max(100).optional(),
  protocol: z.string().max(100),
  name: z.string().max(200),
  address: z.string().max(200).default(''),
});

/**
 * Everything that can be done with a controller, by name. The service mounts each act under `POST /v1/<name>`; a command carries
 * it out by itself where no service runs. Both say the same.
 */
export const acts = {
  customer: act(z.strictObject({ customerId: z.string().max(60) }), (controller, { customerId }) => saveCustomerId(controller, customerId)),
  enrol: act(z.strictObject({ code: z.string().max(40).optional(), newKey: z.boolean().default(false) }), async (controller, input) => {
    const enrolled = await (input.newKey ? enrolAnew : enrol)(controller, input.code);
    if (!enrolled.ok) return enrolled;
    const { token: _, askAgainAt: __, ...told } = enrolled.value;
    const thumbprint = controller.signer().publicKey.kid;
    if (told.state !== 'current') return accept({ ...told, thumbprint, problem: null });
    // What is booked on it already, as after a reset, it gets at once. Where that fails it is enrolled all the same.
    const agreed = await synchronise(controller);
    const problem = agreed.ok ? agreed.value.problem : problemIn(agreed, controller.language());
    return accept({ ...told, thumbprint, problem });
  }),
  download: act(nothing, listWaiting),
  activate: act(
    z.strictObject({
      licenses: z
        .array(z.strictObject({ lotId: z.string().max(60), quantity: z.int().min(1).max(1_000_000_000).optional() }))
        .min(1)
        .max(200)
        .refine((chosen) => new Set(chosen.map(({ lotId }) => lotId)).size === chosen.length, 'A licence is named twice'),
      agreement: z.strictObject({ id: z.string().max(100), version: z.string().max(100) }).optional(),
      /** Only says whether it may be: every result still waits. */
      dryRun: z.boolean().optional(),
    }),
    async (controller, input) => {
      // What was begun before a crash comes to its end first.
      const ready = await synchronise(controller);
      if (!ready.ok) return ready;
      const done = await activate(controller, input);
      if (!done.ok) return done;
      // The cloud hears what became of the endpoints; where it cannot now, it does with the next exchange.
      if (!input.dryRun) await synchronise(controller);
      return accept({
        licenses: done.value.items.map(resultOf),
      });
    },
  ),
  transfer: act(nothing, transfer),
  sync: act(nothing, synchronise),
  'add-endpoint': act(described, addEndpoint),
  'remove-endpoints': act(selection, removeEndpoints),
  'provision-endpoints': act(selection, provisionEndpoints),
  'import-endpoints': act(z.strictObject({ text: z.string() }), (controller, { text }) => importEndpoints(controller, text)),
  'list-endpoints': act(nothing, async (controller) => accept({ items: controller.endpoints() })),
  request: act(z.strictObject({ lotIds: lotIds.default([]) }), (controller, input) => requestFile(controller, input.lotIds)),
  install: act(z.strictObject({ file: z.base64() }), async (controller, { file }) => {
    const installed = await installFile(controller, Buffer.from(file, 'base64'));
    if (!installed.ok) return installed;
    const { payload, unchanged, answers } = installed.value;
    return accept({ serial: payload.serial, unchanged, answers, grantsNothing: grantsNothing(payload) });
  }),
  receipt: act(nothing, receiptFile),
  'check-removal': act(z.strictObject({ online: z.boolean() }), checkRemoval),
  upgrade: act(z.strictObject({ version: z.string().min(1).max(100), dryRun: z.boolean().default(false) }), upgrade),
} as const;

export type ActName = keyof typeof acts;
/** What an act is told, checked. */
export type InputOf<N extends ActName> = z.output<(typeof acts)[N]['input']>;
/** What an act answers where it is done. */
export type ResultOf<N extends ActName> = Extract<Awaited<ReturnType<(typeof acts)[N]['run']>>, { ok: true }>['value'];

/** The act of a name. */
export function actOf<N extends ActName>(name: N): Act<InputOf<N>, ResultOf<N>> {
  return acts[name] as unknown as Act<InputOf<N>, ResultOf<N>>;
}

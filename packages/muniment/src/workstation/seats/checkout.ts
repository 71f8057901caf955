import { setTimeout as pause } from 'node:timers/promises';
import type { HeldSeat, Loss } from '@muniment/agent/workstation';
import { exitCodes, UsageError } from '@muniment/cli';
import { type Agent, askingOf, type Here, tellFailure } from '../context.ts';
import { type RunningCommand, runCommand } from './child.ts';
import { letIn, type SeatOptions, settingsOf, wishOf } from './settings.ts';

export interface CheckoutOptions extends SeatOptions {
  readonly onLost?: string;
}

/** What stands on the command line beside options. */
interface Words {
  /** The command that runs while the seat is held. */
  readonly argv: readonly string[];
  /** Whether anything stands before what runs. */
  readonly isFeatureNamed: boolean;
}

type CheckOut = (more: { readonly signal: AbortSignal; readonly onLost: (loss: Loss) => void }) => ReturnType<Agent['checkOut']>;

/** A command that was stopped since its seat was lost; as `timeout` says that it stopped one. */
const stoppedCode = 124;

/** How long it is from one try to have a seat again to the next; milliseconds. */
const betweenTries = 5000;

/** What the server, or whoever answers for it, meant to take stays taken. */
const mayComeBack = ({ why }: Loss): boolean => why !== 'ended' && why !== 'idle' && why !== 'returned';

/** Ends what waits for a seat: Ctrl-C, or a signal to end. */
function untilEnded({ io }: Here) {
  const stop = new AbortController();
  const end = () => stop.abort();
  io.signal?.addEventListener('abort', end);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  return {
    signal: stop.signal,
    leave() {
      io.signal?.removeEventListener('abort', end);
      for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, end);
    },
  };
}

/** The seat of a command while it runs: lost, told, and, where the command goes on, had again. */
function guard({ agent, io, language, say }: Here, stops: boolean, checkOut: CheckOut) {
  const over = new AbortController();
  let [seat, command, stopped] = [null as HeldSeat | null, null as RunningCommand | null, false];
  let coming: Promise<void> = Promise.resolve();
  const tell = (text: string) => void io.stderr.write(`${text}\n`);

  async function regain(): Promise<void> {
    for (;;) {
      await pause(betweenTries, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) return;
      const again = await checkOut({ signal: over.signal, onLost });
      if (!again.ok) continue;
      seat = again.value;
      tell(say.seatBack);
      return;
    }
  }

  function onLost(loss: Loss): void {
    seat = null;
    if (over.signal.aborted) return;
    tell(`${say.seatLost} ${agent.lossIn(loss, language)}.`);
    if (stops) {
      stopped = true;
      tell(say.seatStops);
      command?.stop();
      return;
    }
    tell(mayComeBack(loss) ? say.seatComesBack : say.seatGoesOn);
    if (mayComeBack(loss)) coming = regain();
  }

  return {
    onLost,
    async run(first: HeldSeat, argv: readonly string[]): Promise<number> {
      seat = first;
      command = runCommand(argv);
      if (stopped) command.stop();
      const code = await command.ended;
      over.abort();
      await coming;
      await seat?.release();
      return stopped ? stoppedCode : code;
    },
  };
}

/** `muniment checkout FEATURE -- COMMAND`: a command that runs while a seat is held (C3, C7). */
export async function checkout(given: Here, options: CheckoutOptions, feature: string, { argv, isFeatureNamed }: Words): Promise<number> {
  const { agent, io, say } = given;
  const { onLost = 'warn' } = options;
  if (!isFeatureNamed) throw new UsageError(say.noFeature);
  if (argv.length === 0) throw new UsageError(say.noCommand);
  if (onLost !== 'warn' && onLost !== 'stop') throw new UsageError(say.noOnLost(onLost));
  const entered = await letIn(given, options);
  if (!entered.ok) return tellFailure(given, entered);
  const here = entered.value;
  const settings = await settingsOf(here, options);
  const wish = wishOf(here, feature, options);
  const onPosition = (position: number) => void io.stderr.write(`${say.seatWaits} ${position}\n`);
  const checkOut: CheckOut = (more) => agent.checkOut(settings, { ...wish, onPosition, ...more }, askingOf(here));
  const guarded = guard(here, onLost === 'stop', checkOut);
  const ending = untilEnded(here);
  const taken = await checkOut({ signal: ending.signal, onLost: guarded.onLost });
  ending.leave();
  if (!taken.ok) {
    const isEnded = 'refusal' in taken && taken.refusal.code === 'asking-ended';
    if (!isEnded) return tellFailure(here, taken);
    io.stderr.write(`${say.seatNotWaited}\n`);
    return exitCodes.interrupted;
  }
  return guarded.run(taken.value, argv);
}

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A program of the benchmark in a process of its own, which answers orders one after another. */
export interface Child<Order, Answer> {
  readonly pid: number;
  order(order: Order): Promise<Answer>;
  end(): Promise<void>;
}

interface Reply {
  readonly answer?: unknown;
  readonly error?: string;
}

/** Starts `bench/<program>`; `node` are flags of Node such as `--cpu-prof`. */
export function startChild<Order, Answer>(program: string, node: readonly string[] = []): Child<Order, Answer> {
  const child: ChildProcess = fork(fileURLToPath(new URL(`../${program}`, import.meta.url)), [], {
    execArgv: [...process.execArgv, ...node],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    pid: child.pid!,
    order(order) {
      return new Promise((resolve, reject) => {
        const over = () => reject(new Error(`bench/${program} ended (${child.signalCode ?? child.exitCode}) before it answered`));
        child.once('exit', over);
        child.once('message', (reply: Reply) => {
          child.off('exit', over);
          if (reply.error === undefined) resolve(reply.answer as Answer);
          else reject(new Error(`bench/${program}: ${reply.error}`));
        });
        child.send({ order });
      });
    },
    async end() {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The other side of `startChild`: answers orders until the parent is gone, then cleans up and ends. */
export function answerOrders<Order, Answer>(
  answer: (order: Order) => Promise<Answer>,
  cleanUp: () => Promise<void> = async () => {},
): void {
  const reply = (told: Reply) => {
    if (process.connected) process.send!(told);
  };
  process.on('message', ({ order }: { order: Order }) => {
    answer(order).then(
      (value) => reply({ answer: value }),
      (error: Error) => reply({ error: error.stack ?? error.message }),
    );
  });
  process.once('disconnect', () => {
    cleanUp().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  // Ctrl-C reaches the whole group; the parent ends us in order.
  process.on('SIGINT', () => undefined);
}

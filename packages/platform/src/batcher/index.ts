/** Calls of one kind, collected into flights: `call(key, item)` answers this item's result. */
export type Batcher<Item, Result> = (key: string, item: Item) => Promise<Result>;

export interface BatcherOptions {
  /** Flights of one key under way at once; 1 unless said. Reads may have 2, writes never. */
  readonly flightsPerKey?: number;
  /** Most items of one flight; what is left waits for the next. */
  readonly maxItems?: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

interface Queue<Item, Result> {
  readonly waiting: Waiting<Item, Result>[];
  flying: number;
  /** Whether a flight leaves when this turn of the event loop is over. */
  boarding: boolean;
}

/**
 * Natural batching: a flight leaves with whoever came in this turn of the event loop, and whoever arrives while it is
 * under way forms the next. There is no timer, so a lone call waits for nothing and under load the flights grow by
 * themselves. A flight that left with the first of a turn would make those who arrive together pay for two.
 * `flight` answers one result per item, in order. When it throws, its members are flown one by one, so that one bad
 * item fails alone.
 */
export function createBatcher<Item, Result>(
  flight: (key: string, items: readonly Item[]) => Promise<readonly Result[]>,
  options: BatcherOptions = {},
): Batcher<Item, Result> {
  const { flightsPerKey = 1, maxItems = 1000 } = options;
  const queues = new Map<string, Queue<Item, Result>>();

  async function fly(key: string, members: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await flight(
        key,
        members.map((member) => member.item),
      );
      if (results.length !== members.length) throw new TypeError(`A flight of ${members.length} answered ${results.length} results`);
      for (const [index, member] of members.entries()) member.resolve(results[index]!);
    } catch (error) {
      if (members.length === 1) members[0]!.reject(error);
      else for (const member of members) await fly(key, [member]);
    }
  }

  async function takeOff(key: string, queue: Queue<Item, Result>): Promise<void> {
    queue.boarding = false;
    queue.flying++;
    const members = queue.waiting.splice(0, maxItems);
    board(key, queue);
    await fly(key, members);
    queue.flying--;
    board(key, queue);
    if (queue.flying === 0 && !queue.boarding) queues.delete(key);
  }

  function board(key: string, queue: Queue<Item, Result>): void {
    if (queue.boarding || queue.waiting.length === 0 || queue.flying >= flightsPerKey) return;
    queue.boarding = true;
    // The promises are settled inside, so nothing can be thrown there.
    setImmediate(() => void takeOff(key, queue));
  }

  return (key, item) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(key) ?? { waiting: [], flying: 0, boarding: false };
      queues.set(key, queue);
      queue.waiting.push({ item, resolve, reject });
      board(key, queue);
    });
}

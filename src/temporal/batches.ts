import { Unavailable } from './ticket-gateway.ts';

/** The most items in a batch, and the most bytes unless it has only one item. */
type Limits = Readonly<{ items: number; bytes: number }>;

/** How items are sent. `send` returns a reply to each of them, in order. `deadlineMs` bounds how long an item waits. */
export type BatchTools<Key, Item, Reply> = Readonly<{
  limits: Limits;
  deadlineMs: number;
  bytesOf: (item: Item) => number;
  laneOf: (key: Key) => string;
  send: (key: Key, items: readonly Item[]) => Promise<readonly Reply[]>;
}>;

type Pending<Item, Reply> = Readonly<{ item: Item; bytes: number; reply: PromiseWithResolvers<Reply> }>;

/** A queue of items that are sent one batch after the other, and how long the last batch took, in ms. */
type Lane<Item, Reply> = { waiting: Pending<Item, Reply>[]; lastMs: number };

/**
 * Sends items so that each lane has one batch in flight at a time: whatever comes meanwhile travels together in the
 * next. So a busy lane gets faster, and no item overtakes another.
 */
export function createBatches<Key, Item, Reply>(
  tools: BatchTools<Key, Item, Reply>,
): (key: Key, item: Item) => Promise<Reply> {
  const lanes = new Map<string, Lane<Item, Reply>>();

  async function run(key: Key, lane: Lane<Item, Reply>): Promise<void> {
    for (let batch = take(lane, tools.limits); batch.length > 0; batch = take(lane, tools.limits)) {
      const started = performance.now();
      try {
        const replies = await tools.send(
          key,
          batch.map(({ item }) => item),
        );
        for (const [place, { reply }] of batch.entries()) {
          const mine = replies[place];
          if (mine === undefined) reply.reject(new Error('A batch was answered in part'));
          else reply.resolve(mine);
        }
        lane.lastMs = performance.now() - started;
      } catch (error) {
        for (const { reply } of batch) reply.reject(error);
      }
    }
    lanes.delete(tools.laneOf(key));
  }

  return async (key, item) => {
    const name = tools.laneOf(key);
    const pending: Pending<Item, Reply> = { item, bytes: tools.bytesOf(item), reply: Promise.withResolvers() };
    const known = lanes.get(name);
    const lane = known ?? { waiting: [], lastMs: 0 };
    lane.waiting.push(pending);
    if (known === undefined) {
      lanes.set(name, lane);
      void run(key, lane);
    }
    const timer = setTimeout(() => {
      lane.waiting = lane.waiting.filter((other) => other !== pending);
      pending.reply.reject(new Unavailable('There was no answer in time', retryAfterOf(lane, tools.limits)));
    }, tools.deadlineMs);
    try {
      return await pending.reply.promise;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** When everything waiting will have been sent, if the lane keeps its pace; nothing if its pace is unknown. */
function retryAfterOf<Item, Reply>(lane: Lane<Item, Reply>, { items }: Limits): { retryAfter?: number } {
  const { waiting, lastMs } = lane;
  if (lastMs === 0) return {};
  return { retryAfter: Math.ceil(((Math.ceil(waiting.length / items) + 1) * lastMs) / 1000) };
}

/** The next items of a lane, as many as may travel together; at least one if there is any. */
function take<Item, Reply>(lane: Lane<Item, Reply>, limits: Limits): Pending<Item, Reply>[] {
  let bytes = 0;
  let count = 0;
  for (const pending of lane.waiting) {
    bytes += pending.bytes;
    if (count > 0 && (count >= limits.items || bytes > limits.bytes)) break;
    count += 1;
  }
  return lane.waiting.splice(0, count);
}

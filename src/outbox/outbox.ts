import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Orm } from '../db/orm.ts';
import type { Claim, HeldItem, OutboxKind, ReadyItem } from './item.ts';
import { leaseSeconds, renewEveryMs, renewLeases } from './lease.ts';
import { settle, type Settlement } from './settle.ts';
import type { Transport } from './transport.ts';

/** The outbox's dependencies. `warn` reports failures that will be retried. */
export type OutboxTools = Readonly<{
  orm: Orm;
  transport: Transport;
  kinds: readonly OutboxKind[];
  now: () => Date;
  warn: (message: string, about: Readonly<Record<string, unknown>>) => void;
}>;

/** The progress of a run. `lastFailure` is the last answer of a server that did not accept a mail. */
export type OutboxProgress = Readonly<{ sent: number; failed: number; lastFailure: string | null }>;

/** How many items of a kind a run holds, and how often it looks for more, in ms. */
const capacity = 30;
const pollMs = 200;

/**
 * How many items of a kind are on their way at once, from being sent to being recorded: so many may be sent twice if the
 * worker dies.
 */
export const sendsAtOnce = 5;

/** How long outcomes that could not be recorded are kept and retried, and the pause between retries, in ms. */
const settleForMs = 30_000;
const settlePauseMs = 250;

/**
 * Delivers what is due, for all tenants and kinds, until `rest` is aborted: then it finishes what is being sent, gives
 * the remainder back and ends. Answers of an SMTP server are recorded and never thrown; if the database fails, the run
 * ends with an error, once current deliveries are finished.
 */
export async function runOutbox(
  tools: OutboxTools,
  rest: AbortSignal,
  report: (progress: OutboxProgress) => void,
): Promise<OutboxProgress> {
  const run = new OutboxRun(tools, rest, report);
  await run.untilRest();
  return run.progress;
}

/** Outcomes that are recorded together, and the promise of that. */
type Batch = Readonly<{ settlements: Settlement[]; recorded: PromiseWithResolvers<void> }>;

class OutboxRun {
  progress: OutboxProgress = { sent: 0, failed: 0, lastFailure: null };
  readonly #tools: OutboxTools;
  readonly #rest: AbortSignal;
  readonly #report: (progress: OutboxProgress) => void;
  /** The items held, by id, and until when their lease is known to last (this process's monotonic clock, ms). */
  readonly #held = new Map<string, HeldItem & { until: number }>();
  readonly #working = new Set<Promise<void>>();
  readonly #sending = pLimit(sendsAtOnce);
  #next: Batch | null = null;
  #recording = false;
  /** More is due than there was room for. */
  #more = false;
  #failure: Error | null = null;

  constructor(tools: OutboxTools, rest: AbortSignal, report: (progress: OutboxProgress) => void) {
    this.#tools = tools;
    this.#rest = rest;
    this.#report = report;
  }

  async untilRest(): Promise<void> {
    const renewing = setInterval(() => void this.#renew(), renewEveryMs);
    try {
      while (!this.#rest.aborted && this.#failure === null) {
        this.#report(this.progress);
        await this.#claim();
        await this.#pause();
      }
    } catch (error) {
      this.#fail(error);
    }
    while (this.#working.size > 0) await Promise.allSettled(this.#working);
    clearInterval(renewing);
    this.#report(this.progress);
    if (this.#failure !== null) throw this.#failure;
  }

  /** Claims as many items of each kind as there is room for, and starts delivering them. */
  async #claim(): Promise<void> {
    this.#more = false;
    for (const kind of this.#tools.kinds) {
      const room = capacity - [...this.#held.values()].filter(({ table }) => table === kind.table).length;
      // Not one at a time: a batch shares its statements.
      if (room < capacity / 3) {
        this.#more = true;
        continue;
      }
      const until = leaseEnd();
      const items = await kind.claim({ now: this.#tools.now(), leaseSeconds, atMost: room });
      for (const claim of items) this.#held.set(claim.id, { table: kind.table, claim, until });
      for (const [tenantId, ofTenant] of Map.groupBy(items, (item) => item.tenantId)) {
        this.#work(this.#deliver(kind, tenantId, ofTenant));
      }
      this.#more ||= items.length === room;
    }
  }

  async #deliver(kind: OutboxKind, tenantId: string, items: readonly Claim[]): Promise<void> {
    const release = (ids: Iterable<string>): void => {
      for (const id of ids) this.#held.delete(id);
    };
    try {
      const ready = await kind.prepare(tenantId, items, this.#tools.now());
      const toSend = new Set(ready.map(({ claim }) => claim.id));
      release(items.map(({ id }) => id).filter((id) => !toSend.has(id)));
      const done = await Promise.allSettled(
        ready.map(async (item) => {
          await this.#sending(async () => {
            const settlement = await this.#send(item);
            if (settlement !== null) await this.#record(settlement);
          });
          release([item.claim.id]);
        }),
      );
      for (const each of done) if (each.status === 'rejected') throw each.reason;
    } finally {
      release(items.map(({ id }) => id));
    }
  }

  /** Sends the mail, or gives it back if the run is to rest. Null if another worker has claimed it by now. */
  async #send({ claim, table, mail }: ReadyItem): Promise<Settlement | null> {
    const until = this.#held.get(claim.id)?.until ?? 0;
    if (until <= performance.now()) return null;
    if (this.#rest.aborted) return { table, claim, delivery: null };
    const delivery = await this.#tools.transport.send(mail);
    const { sent, failed } = this.progress;
    this.progress =
      delivery.kind === 'sent'
        ? { ...this.progress, sent: sent + 1 }
        : { ...this.progress, failed: failed + 1, lastFailure: delivery.answer };
    return { table, claim, delivery };
  }

  /** Records an outcome at once, or together with others that arrive while some are being recorded. */
  #record(settlement: Settlement): Promise<void> {
    this.#next ??= { settlements: [], recorded: Promise.withResolvers() };
    this.#next.settlements.push(settlement);
    const { promise } = this.#next.recorded;
    if (!this.#recording) void this.#recordAll();
    return promise;
  }

  async #recordAll(): Promise<void> {
    this.#recording = true;
    while (this.#next !== null) {
      const { settlements, recorded }: Batch = this.#next;
      this.#next = null;
      await this.#settle(settlements).then(recorded.resolve, recorded.reject);
    }
    this.#recording = false;
  }

  /** A sent mail that is not recorded would be sent again, so the database gets time to recover. */
  async #settle(settlements: readonly Settlement[]): Promise<void> {
    const giveUpAt = performance.now() + settleForMs;
    for (;;) {
      try {
        return await settle(this.#tools.orm, settlements, this.#tools.now());
      } catch (error) {
        if (performance.now() >= giveUpAt) throw error;
        this.#tools.warn('Outcomes could not be recorded yet', { items: settlements.length, error });
        await sleep(settlePauseMs);
      }
    }
  }

  async #renew(): Promise<void> {
    this.#report(this.progress);
    const held = [...this.#held.values()];
    const until = leaseEnd();
    try {
      const ours = await renewLeases(this.#tools.orm, held, new Date(this.#tools.now().getTime() + leaseMs));
      for (const item of held) if (ours.has(item.claim.id)) item.until = until;
    } catch (error) {
      this.#tools.warn('Leases could not be renewed yet', { items: held.length, error });
    }
  }

  #work(work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => this.#fail(error)).finally(() => void this.#working.delete(tracked));
    this.#working.add(tracked);
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
  }

  /**
   * Waits until it is time to look again, or the run is to rest. What becomes due meanwhile shares the statements of a
   * batch; only if more is due already, it goes on as soon as there is room.
   */
  async #pause(): Promise<void> {
    if (this.#more && this.#working.size === 0) return;
    const waited = sleep(pollMs, undefined, { signal: this.#rest }).catch(() => {});
    await (this.#more ? Promise.race([waited, ...this.#working]) : waited);
  }
}

/** When a lease that is taken now ends, by this process's monotonic clock: slightly early, to be safe. */
function leaseEnd(): number {
  return performance.now() + leaseMs - 1000;
}

const leaseMs = leaseSeconds * 1000;

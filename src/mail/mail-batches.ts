import type { RefusalText } from '../domain/refusal.ts';
import { JobExceeded, type ThreadPool } from '../threads/thread-pool.ts';
import type { MailJob, MailJobResult, MailOrder, MailOutcome } from './mail-jobs.ts';
import { createSpoilt } from './spoilt-templates.ts';

type Build = (orders: readonly MailOrder[]) => Promise<MailOutcome[]>;

/**
 * Has the threads of `pool` build mails, a whole batch per job. If a job exceeds its limits, each mail gets a job of
 * its own; if that does too, the built-in mail is built in place of the tenant's template, and the template is not
 * tried again for a while.
 */
export function createMailBatches(pool: ThreadPool<MailJob, MailJobResult>): Build {
  const spoilt = createSpoilt();

  async function build(orders: readonly MailOrder[]): Promise<MailOutcome[]> {
    const faults = orders.map((order) => knownFaultOf(order));
    const outcomes = await together(orders.map((order, place) => (faults[place] == null ? order : builtIn(order))));
    return outcomes.map((outcome, place) => withFault(outcome, faults[place] ?? null));
  }

  async function together(orders: readonly MailOrder[]): Promise<readonly MailOutcome[]> {
    try {
      const result = await pool.run({ do: 'build', orders });
      if (result.do === 'build') return result.outcomes;
      throw new Error('A thread did another job than it was given.');
    } catch (error) {
      if (!(error instanceof JobExceeded)) throw error;
      const [only, ...others] = orders;
      if (only === undefined || others.length > 0) return oneByOne(orders);
      if (only.kind === 'service' || !only.own) return [{ ok: false, why: error.message }];
      spoilt.add(only.own, faultOf(error));
      return build([only]);
    }
  }

  async function oneByOne(orders: readonly MailOrder[]): Promise<MailOutcome[]> {
    const outcomes: MailOutcome[] = [];
    for (const order of orders) outcomes.push(...(await build([order])));
    return outcomes;
  }

  function knownFaultOf(order: MailOrder): RefusalText | null {
    return order.kind === 'ticket' && order.own ? spoilt.why(order.own) : null;
  }

  return async (orders) => (orders.length === 0 ? [] : build(orders));
}

function faultOf({ what, most }: JobExceeded): RefusalText {
  if (what === 'memory') return { key: 'refusal.template.out_of_memory', values: { mib: most } };
  return { key: 'refusal.template.out_of_time', values: { seconds: most } };
}

function builtIn(order: MailOrder): MailOrder {
  return order.kind === 'ticket' ? { ...order, own: null } : order;
}

function withFault(outcome: MailOutcome, fault: RefusalText | null): MailOutcome {
  return outcome.ok && fault !== null ? { ok: true, mail: { ...outcome.mail, fault } } : outcome;
}

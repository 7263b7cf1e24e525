import type { OwnTemplate } from '../domain/own-template.ts';
import { createThreadPool, JobExceeded, type ThreadPool, type ThreadPoolOptions } from '../threads/thread-pool.ts';
import type { BuiltMail } from './build-mail.ts';
import type { MailFacts, RenderedMail } from './facts.ts';
import type { MailJob, MailJobResult, MailOrder, MailOutcome } from './mail-jobs.ts';
import type { CheckedTemplate } from './own-template.ts';
import type { ServiceMailFacts } from './service-mails.ts';
import { createMailBatches } from './mail-batches.ts';

export type { MailAudience, MailFacts, RenderedMail } from './facts.ts';
export type { MailOrder, MailOutcome } from './mail-jobs.ts';

/**
 * Builds mails in threads of its own, so that no template, whatever its content, blocks the process: one that exceeds
 * its time or memory is given up, and the built-in mail is built instead (decision 008).
 */
export type MailRenderer = Readonly<{
  /** The mail of an event, see `MailBuilder`. Rejects for an event that the audience is not told of. */
  renderMail(facts: MailFacts, own?: OwnTemplate | null): Promise<BuiltMail>;
  /** A mail that belongs to no ticket: an invitation, a password link, an alert. */
  renderServiceMail(facts: ServiceMailFacts): Promise<RenderedMail>;
  /**
   * Many mails with one message to a thread, which costs as little as a few; outcomes are in the order of the orders.
   */
  renderMails(orders: readonly MailOrder[]): Promise<MailOutcome[]>;
  /** A template that a tenant has typed, checked and sanitised (R18); see `checkOwnTemplate`. */
  checkTemplate(typed: OwnTemplate): Promise<CheckedTemplate>;
  /** Ends the threads. */
  close(): Promise<void>;
}>;

/** At most two mails at once. The slowest mail within the limits of a template takes a twentieth of the time. */
const usual: ThreadPoolOptions = {
  script: new URL('./render-thread.ts', import.meta.url),
  threads: 2,
  limitMs: 3000,
  memoryMb: 128,
};

/** A renderer whose threads start with its first mails. */
export function createMailRenderer(options: Partial<ThreadPoolOptions> = {}): MailRenderer {
  const pool: ThreadPool<MailJob, MailJobResult> = createThreadPool({ ...usual, ...options });
  const renderMails = createMailBatches(pool);

  async function renderOne(order: MailOrder): Promise<BuiltMail> {
    const [outcome] = await renderMails([order]);
    if (outcome?.ok) return outcome.mail;
    throw new Error(outcome?.why ?? 'A thread gave no outcome of a mail.');
  }

  return {
    renderMail: (facts, own = null) => renderOne({ kind: 'ticket', facts, own }),
    renderServiceMail: (facts) => renderOne({ kind: 'service', facts }),
    renderMails,
    async checkTemplate(typed) {
      try {
        const result = await pool.run({ do: 'check', typed });
        if (result.do === 'check') return result.checked;
        throw new Error('A thread did another job than it was given.');
      } catch (error) {
        if (!(error instanceof JobExceeded)) throw error;
        return { ok: false, refusals: [{ code: 'malformed', key: 'refusal.template.too_slow', field: 'html' }] };
      }
    },
    close: () => pool.close(),
  };
}

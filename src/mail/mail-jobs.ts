import type { OwnTemplate } from '../domain/own-template.ts';
import type { BuiltMail, MailBuilder } from './build-mail.ts';
import type { MailFacts } from './facts.ts';
import { type CheckedTemplate, checkOwnTemplate } from './own-template.ts';
import type { ServiceMailFacts } from './service-mails.ts';

/** A mail to be built: of a ticket, perhaps from the tenant's own template, or one that belongs to no ticket. */
export type MailOrder =
  | Readonly<{ kind: 'ticket'; facts: MailFacts; own?: OwnTemplate | null | undefined }>
  | Readonly<{ kind: 'service'; facts: ServiceMailFacts }>;

/** The result of an order: the mail, or why there is none, in a sentence for the log. */
export type MailOutcome = Readonly<{ ok: true; mail: BuiltMail } | { ok: false; why: string }>;

/**
 * The jobs of a thread: building mails, independently of each other, or checking a template that a tenant has typed.
 */
export type MailJob =
  Readonly<{ do: 'build'; orders: readonly MailOrder[] }> | Readonly<{ do: 'check'; typed: OwnTemplate }>;

export type MailJobResult =
  Readonly<{ do: 'build'; outcomes: readonly MailOutcome[] }> | Readonly<{ do: 'check'; checked: CheckedTemplate }>;

/** Does the jobs of a thread, with one builder for all of them. */
export function createMailJobs(builder: MailBuilder): (job: MailJob) => MailJobResult {
  return (job) =>
    job.do === 'check'
      ? { do: 'check', checked: checkOwnTemplate(job.typed) }
      : { do: 'build', outcomes: job.orders.map((order) => outcomeOf(builder, order)) };
}

/** An invalid order must not keep the others from being carried out. */
function outcomeOf(builder: MailBuilder, order: MailOrder): MailOutcome {
  try {
    if (order.kind === 'ticket') return { ok: true, mail: builder.buildMail(order.facts, order.own) };
    return { ok: true, mail: { ...builder.buildServiceMail(order.facts), fault: null } };
  } catch (error) {
    return { ok: false, why: String(error) };
  }
}

import type { OwnTemplate } from '../domain/own-template.ts';
import type { BuiltMail, MailBuilder } from './build-mail.ts';
import type { MailFacts } from './facts.ts';
import { type CheckedTemplate, checkOwnTemplate } from './own-template.ts';
import type { ServiceMailFacts } from './service-mails.ts';

/** A mail to be made: of a ticket, perhaps in the tenant's own words, or of what belongs to no ticket. */
export type MailOrder =
  | Readonly<{ kind: 'ticket'; facts: MailFacts; own?: OwnTemplate | null | undefined }>
  | Readonly<{ kind: 'service'; facts: ServiceMailFacts }>;

/** What became of an order: the mail, or why there is none, in a sentence for the log. */
export type MailOutcome = Readonly<{ ok: true; mail: BuiltMail } | { ok: false; why: string }>;

/** What a thread does: makes mails, each for itself, or checks what a tenant has typed for one. */
export type MailJob =
  Readonly<{ do: 'build'; orders: readonly MailOrder[] }> | Readonly<{ do: 'check'; typed: OwnTemplate }>;

export type MailJobResult =
  Readonly<{ do: 'build'; outcomes: readonly MailOutcome[] }> | Readonly<{ do: 'check'; checked: CheckedTemplate }>;

/** Does the jobs of a thread, by a builder that it keeps. */
export function createMailJobs(builder: MailBuilder): (job: MailJob) => MailJobResult {
  return (job) =>
    job.do === 'check'
      ? { do: 'check', checked: checkOwnTemplate(job.typed) }
      : { do: 'build', outcomes: job.orders.map((order) => outcomeOf(builder, order)) };
}

/** One order that makes no sense is no reason to make none of the others. */
function outcomeOf(builder: MailBuilder, order: MailOrder): MailOutcome {
  try {
    if (order.kind === 'ticket') return { ok: true, mail: builder.buildMail(order.facts, order.own) };
    return { ok: true, mail: { ...builder.buildServiceMail(order.facts), fault: null } };
  } catch (error) {
    return { ok: false, why: String(error) };
  }
}

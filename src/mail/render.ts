import type { MailFacts, RenderedMail } from './facts.ts';
import { kindOf, type MailKind, mailKinds } from './kinds.ts';
import { oneLine, shortLine } from './one-line.ts';
import { createServiceMailRenderer, type ServiceMailFacts } from './service-mails.ts';
import { loadTemplates } from './templates.ts';
import { type MailView, viewOf } from './view.ts';

export type { MailAudience, MailFacts, RenderedMail } from './facts.ts';

export type MailRenderer = Readonly<{
  /**
   * The mail of an event from the built-in templates (R16): subject, HTML and text. Words of users are escaped and keep
   * their line breaks. Throws for an event that is not told to the audience.
   */
  renderMail(facts: MailFacts): RenderedMail;
  /** The mail of what belongs to no ticket: an invitation, a password link, an alert. */
  renderServiceMail(facts: ServiceMailFacts): RenderedMail;
}>;

const subjectTitleLimit = 100;

/** Reads and compiles the built-in templates, once for the process. Throws if one is missing or broken. */
export function createMailRenderer(): MailRenderer {
  const templates = loadTemplates<MailKind, MailView>(mailKinds, { below: 'ticket-facts', foot: 'ticket-foot' });
  return {
    renderMail(facts) {
      const kind = kindOf(facts.event, facts.audience);
      const template = templates.get(kind);
      if (template === undefined) throw new Error(`There is no template for ${kind}.`);
      const view = viewOf(kind, facts);
      return { subject: subjectOf(facts), html: template.html(view), text: template.text(view) };
    },
    renderServiceMail: createServiceMailRenderer(),
  };
}

/**
 * `[TKT-000042] Printer on fire`, the same for all mails of a ticket: some mail programs make one thread only of mails
 * that share their subject, whatever References says. What happened stands in the mail's first line.
 */
function subjectOf(facts: MailFacts): string {
  return `[${oneLine(facts.ticketNumber)}] ${shortLine(facts.ticketTitle, subjectTitleLimit)}`;
}

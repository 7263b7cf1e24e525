import type { OwnTemplate } from '../domain/own-template.ts';
import type { RefusalText } from '../domain/refusal.ts';
import type { MailFacts, RenderedMail } from './facts.ts';
import { kindOf, type MailKind, mailKinds } from './kinds.ts';
import { oneLine, shortLine } from './one-line.ts';
import { fillOwnTemplate } from './own-template.ts';
import { createServiceMailBuilder, type ServiceMailFacts } from './service-mails.ts';
import { loadTemplates } from './templates.ts';
import { type MailView, viewOf } from './view.ts';

/** A mail, and why the tenant's own template could not be used for it; null if nothing is wrong. */
export type BuiltMail = RenderedMail & Readonly<{ fault: RefusalText | null }>;

/** Builds mails synchronously in the calling thread; `createMailRenderer` has it done in another one. */
export type MailBuilder = Readonly<{
  /**
   * The mail of an event (R16): subject, HTML and text, from the tenant's own template if there is one, else from the
   * built-in one; the frame around both is the product's (R17), in the reader's language (R41). Users' text is escaped and keeps its line breaks. If
   * the tenant's template cannot be used, `fault` says why, and the built-in one is used. Throws for an event that the
   * audience is not told of.
   */
  buildMail(facts: MailFacts, own?: OwnTemplate | null): BuiltMail;
  /** A mail that belongs to no ticket: an invitation, a password link, an alert. */
  buildServiceMail(facts: ServiceMailFacts): RenderedMail;
}>;

/**
 * The built-in view with the content of a tenant's own template, filled and sanitised, in place of the built-in one.
 */
type OwnView = MailView & Readonly<{ ownHtml: string; ownText: string; ownColours: boolean }>;

const subjectTitleLimit = 100;
const subjectLimit = 200;

/** Reads and compiles the built-in templates, once. Throws if one is missing or broken. */
export function createMailBuilder(): MailBuilder {
  const templates = loadTemplates<MailKind, MailView>(mailKinds, { below: 'ticket-facts', foot: 'ticket-foot' });
  const frames = loadTemplates<'own', OwnView>(['own'], { foot: 'ticket-foot' });
  const frame = frames.get('own');
  return {
    buildMail(facts, own = null) {
      const kind = kindOf(facts.event, facts.audience);
      const template = templates.get(kind);
      if (template === undefined || frame === undefined) throw new Error(`There is no template for ${kind}.`);
      const view = viewOf(kind, facts);
      const filled = own === null ? null : fillOwnTemplate(own, facts);
      if (filled?.ok) {
        const { subject, html: ownHtml, text: ownText } = filled;
        const content = { ownHtml, ownText, ownColours: hasColours(ownHtml) };
        const framed = { ...view, greeting: null, preview: null, documentTitle: subject, ...content };
        return {
          subject: shortLine(subject, subjectLimit),
          html: frame.html(framed),
          text: frame.text(framed),
          fault: null,
        };
      }
      const fault = filled?.fault ?? null;
      return { subject: subjectOf(facts), html: template.html(view), text: template.text(view), fault };
    },
    buildServiceMail: createServiceMailBuilder(),
  };
}

/**
 * Whether the sanitised content sets colours of its own: dark colours around it would then make parts of it unreadable.
 */
function hasColours(html: string): boolean {
  return /<[^>]* style="[^"]*color:/.test(html);
}

/**
 * `[TKT-000042] Printer on fire`, the same for all mails of a ticket: some mail programs only thread mails with the
 * same subject, whatever References says. The mail's first line says what happened.
 */
function subjectOf(facts: MailFacts): string {
  return `[${oneLine(facts.ticketNumber)}] ${shortLine(facts.ticketTitle, subjectTitleLimit)}`;
}

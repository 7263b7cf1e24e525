import type { ServiceMailContent } from '../host/service-mail/service-mail.ts';
import type { MessageKey } from '../locales/catalogue.ts';
import { type Message, message } from '../locales/message.ts';
import { aboutAlert, type AlertFact } from './alert-words.ts';
import type { MailReader, RenderedMail } from './facts.ts';
import { mailWords } from './mail-words.ts';
import { shortLine } from './one-line.ts';
import { type FrameView, loadTemplates } from './templates.ts';
import { greetingOf } from './view.ts';

/**
 * The content of a mail without a ticket, and its reader. `link` is the target of its button (absolute URL), including
 * the token if there is one.
 */
export type ServiceMailFacts = Exclude<ServiceMailContent, { kind: 'template_test' }> &
  MailReader &
  Readonly<{ tenantName: string; recipientName: string; link: string }>;

type Kind = ServiceMailFacts['kind'];

type View = FrameView &
  Readonly<{
    /** Who sent the invitation or did it; null if nobody is named. */
    by: string | null;
    /** When the link ends, in the reader's language and time zone. */
    until: string;
    finding: Message | null;
    heading: MessageKey | null;
    whatFollows: MessageKey | null;
    keyName: string;
    writes: 'yes' | 'no';
    newAddress: string;
  }>;

const nameLimit = 80;

const buttons: Readonly<Record<Kind, MessageKey>> = {
  invitation: 'mail.invitation.button',
  password_reset: 'mail.password_reset.button',
  key_created: 'mail.key_created.button',
  second_step_reset: 'mail.second_step_reset.button',
  email_confirmation: 'mail.email_confirmation.button',
  email_changed: 'mail.email_changed.button',
  alert: 'mail.alert.button',
};

/**
 * Reads and compiles the templates of mails about accounts and of alerts, once per process, and returns the function
 * that builds a mail from its facts: subject (one line), HTML and text. Names are escaped and shortened.
 */
export function createServiceMailBuilder(): (facts: ServiceMailFacts) => RenderedMail {
  const templates = loadTemplates<Kind, View>(Object.keys(buttons) as Kind[], { foot: 'service-foot' });
  return (facts) => {
    const template = templates.get(facts.kind);
    if (template === undefined) throw new Error(`There is no template for ${facts.kind}.`);
    const view = viewOf(facts);
    return { subject: view.documentTitle, html: template.html(view), text: template.text(view) };
  };
}

function viewOf(facts: ServiceMailFacts): View {
  const { kind, link } = facts;
  const words = mailWords(facts);
  const tenant = shortLine(facts.tenantName, nameLimit);
  const { subject, ...told } = toldOf(facts, { tenant, words });
  return {
    words,
    documentTitle: words.t(subject),
    tenant,
    greeting: greetingOf(facts.recipientName),
    preview: null,
    link,
    button: buttons[kind],
    answers: null,
    unit: kind === 'alert' ? 'mail.unit.platform' : 'mail.unit.product',
    by: null,
    until: '',
    finding: null,
    heading: null,
    whatFollows: null,
    keyName: '',
    writes: 'no',
    newAddress: '',
    ...told,
  };
}

/** The subject, and the rest of the mail's content. */
function toldOf(
  facts: ServiceMailFacts,
  { tenant, words }: Pick<View, 'tenant' | 'words'>,
): Partial<View> & Readonly<{ subject: Message }> {
  switch (facts.kind) {
    case 'alert': {
      const about = aboutAlert(facts.fact satisfies AlertFact);
      return { subject: message('mail.alert.subject', { tenant, finding: about.finding }), ...about };
    }
    case 'invitation': {
      const by = nameOf(facts.fact.invitedBy);
      const subject =
        by === null
          ? message('mail.invitation.subject', { tenant })
          : message('mail.invitation.subject_by', { by, tenant });
      return { subject, by, until: words.instant(facts.fact.expiresAt) };
    }
    case 'password_reset':
      return {
        subject: message('mail.password_reset.subject', { tenant }),
        until: words.instant(facts.fact.expiresAt),
      };
    case 'key_created': {
      const { keyName, scopes } = facts.fact;
      const by = nameOf(facts.fact.by);
      const writes = scopes.includes('tickets:write') ? 'yes' : 'no';
      return {
        subject: message('mail.key_created.subject', { by }),
        by,
        keyName: shortLine(keyName, nameLimit),
        writes,
      };
    }
    case 'second_step_reset':
      return { subject: message('mail.second_step_reset.subject', { tenant }), by: nameOf(facts.fact.by) };
    case 'email_confirmation': {
      const { by, expiresAt } = facts.fact;
      const subject = message('mail.email_confirmation.subject', { tenant });
      return { subject, by: nameOf(by), until: words.instant(expiresAt) };
    }
    case 'email_changed':
      return {
        subject: message('mail.email_changed.subject', { tenant }),
        newAddress: shortLine(facts.fact.newAddress, nameLimit * 4),
      };
  }
}

function nameOf(name: string | null): string | null {
  return name === null ? null : shortLine(name, nameLimit);
}

import { languageCodes, languages, type Language } from '../../../src/domain/languages.ts';
import type { MessageKey } from '../../../src/locales/catalogue.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import type { MailKind } from '../../../src/mail/kinds.ts';

/** What each mail is called, and who gets it when (R16). */
export const mailLabels: Readonly<Record<MailKind, Readonly<{ name: MessageKey; when: MessageKey }>>> = {
  'ticket.created.reporter': {
    name: 'settings.templates.kind.ticket_created_reporter.name',
    when: 'settings.templates.kind.ticket_created_reporter.when',
  },
  'ticket.created.agents': {
    name: 'settings.templates.kind.ticket_created_agents.name',
    when: 'settings.templates.kind.ticket_created_agents.when',
  },
  'ticket.assigned.agents': {
    name: 'settings.templates.kind.ticket_assigned_agents.name',
    when: 'settings.templates.kind.ticket_assigned_agents.when',
  },
  'ticket.comment_added.reporter': {
    name: 'settings.templates.kind.ticket_comment_added_reporter.name',
    when: 'settings.templates.kind.ticket_comment_added_reporter.when',
  },
  'ticket.comment_added.agents': {
    name: 'settings.templates.kind.ticket_comment_added_agents.name',
    when: 'settings.templates.kind.ticket_comment_added_agents.when',
  },
  'ticket.status_changed.reporter': {
    name: 'settings.templates.kind.ticket_status_changed_reporter.name',
    when: 'settings.templates.kind.ticket_status_changed_reporter.when',
  },
  'ticket.resolved.reporter': {
    name: 'settings.templates.kind.ticket_resolved_reporter.name',
    when: 'settings.templates.kind.ticket_resolved_reporter.when',
  },
  'ticket.closed.reporter': {
    name: 'settings.templates.kind.ticket_closed_reporter.name',
    when: 'settings.templates.kind.ticket_closed_reporter.when',
  },
};

/** The name of a language, each in its own; '' is any. */
export function languageLabel({ t }: Translator, language: Language | ''): string {
  return language === '' ? t('settings.templates.any_language') : languages[language];
}

/** The languages that a template can have. */
export function languageOptions(translator: Translator): { value: Language | ''; label: string }[] {
  return (['', ...languageCodes] as const).map((value) => ({ value, label: languageLabel(translator, value) }));
}

import { languages } from '../../../src/domain/languages.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { type MailKind, mailKinds } from '../../../src/mail/kinds.ts';
import { mailLabels } from '../templates/labels.ts';

const languageNames: Readonly<Partial<Record<string, string>>> = languages;

/**
 * The mail that an entry of the log is about, in words: the log has its kind and language (`ticket.closed.reporter de`),
 * and in early entries the words themselves, which are shown as they are.
 */
export function loggedTemplate({ t }: Translator, subject: string): string {
  const [named = '', code = ''] = subject.split(' ');
  const kind: MailKind | undefined = mailKinds.find((known) => known === named);
  if (kind === undefined) return subject;
  const name = t(mailLabels[kind].name);
  const language = languageNames[code];
  return language === undefined
    ? t('settings.log.template_any_language', { name })
    : t('settings.log.template_language', { name, language });
}

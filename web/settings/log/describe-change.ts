import type { LoggedChange } from '../../../src/db/reading/settings-log.ts';
import { authenticatorApp } from '../../../src/host/identity/second-step/second-steps.ts';
import type { MessageKey } from '../../../src/locales/catalogue.ts';
import { type Message, message } from '../../../src/locales/message.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { loggedTemplate } from './logged-template.ts';
import { valueText } from './value-text.ts';

/** What somebody did, as a sentence that begins with their name in bold. */
export function changeSentence(translator: Translator, change: LoggedChange): Message {
  const { by, about } = change;
  return message(sentenceOf(change), {
    by,
    about: about ?? translator.t('settings.log.unknown'),
    subject: subjectOf(translator, change),
  });
}

function sentenceOf({ kind, by, about }: LoggedChange): MessageKey {
  if (kind === 'address_changed' && by === about) return 'settings.log.change.address_confirmed';
  if (kind === 'api_key_created' && about === null) return 'settings.log.change.api_key_created_integration';
  return `settings.log.change.${kind}`;
}

/** The name of what was changed, as it was then; mails and the authenticator app have a name in each language. */
function subjectOf(translator: Translator, { kind, subject }: LoggedChange): string | null {
  if (subject === null) return null;
  if (kind === 'template_saved' || kind === 'template_removed') return loggedTemplate(translator, subject);
  const isStep = kind === 'second_step_added' || kind === 'second_step_removed';
  if (isStep && subject === authenticatorApp) return translator.t('settings.users.second_step.authenticator_app');
  return subject;
}

/** From what to what the setting was changed; null if there is nothing to show. */
export function changedValues(translator: Translator, change: LoggedChange): Message | null {
  const before = valueText(translator, change.kind, change.before);
  const after = valueText(translator, change.kind, change.after);
  if (before === null) return after === null ? null : message('settings.log.set', { after });
  return after === null
    ? message('settings.log.removed', { before })
    : message('settings.log.changed', { before, after });
}

import { z } from 'zod';
import { checkPrefix } from '../../../src/domain/numbering.ts';
import { checkName } from '../../../src/domain/text.ts';
import { locales } from '../../../src/locales/locale.ts';
import { timeZones } from '../../../src/locales/time-zones.ts';
import { isMailAddress } from '../../../src/mail/address.ts';
import type { ItsmSettings, SeenSettings } from '../../../src/settings/itsm-settings.ts';
import { choiceField, ruledField, textField } from '../../forms/form.ts';

const addressField = textField.transform((text, ctx) => {
  const address = text.trim();
  if (address === '') return null;
  if (isMailAddress(address)) return address;
  ctx.addIssue({
    code: 'custom',
    message: 'Enter one mail address, such as it-support@example.org, or leave it empty.',
  });
  return z.NEVER;
});

const senderField = textField.transform((text, ctx) => {
  if (text.trim() === '') return null;
  const name = checkName(text, 'sender_name', 'Enter a name, or leave it empty.');
  if (name.ok) return name.value;
  ctx.addIssue({ code: 'custom', message: name.refusal.message });
  return z.NEVER;
});

const languageField = choiceField(['', ...locales], 'Choose one of the languages listed here.')
  .default('')
  .transform((language) => (language === '' ? null : language));

const timeZoneField = textField.transform((name, ctx) => {
  if (name === '' || name === 'UTC') return null;
  if (timeZones.includes(name)) return name;
  ctx.addIssue({ code: 'custom', message: 'There is no such time zone here. Choose one from the list.' });
  return z.NEVER;
});

/** The value of a field when the page was loaded; empty means none. */
const seenField = textField.transform((text) => (text === '' ? null : text));

/** The settings as their form sends them, each with the value that the form showed. */
export const itsmForm = z
  .object({
    ticket_prefix: ruledField(checkPrefix),
    queue_address: addressField,
    sender_name: senderField,
    reply_to: addressField,
    language: languageField,
    time_zone: timeZoneField,
    seen_ticket_prefix: textField,
    seen_queue_address: seenField,
    seen_sender_name: seenField,
    seen_reply_to: seenField,
    seen_language: seenField,
    seen_time_zone: seenField,
  })
  .transform((form): { wanted: ItsmSettings; seen: SeenSettings } => ({
    wanted: {
      ticketPrefix: form.ticket_prefix,
      queueAddress: form.queue_address,
      senderName: form.sender_name,
      replyTo: form.reply_to,
      language: form.language,
      timeZone: form.time_zone,
    },
    seen: {
      ticketPrefix: form.seen_ticket_prefix,
      queueAddress: form.seen_queue_address,
      senderName: form.seen_sender_name,
      replyTo: form.seen_reply_to,
      language: form.seen_language,
      timeZone: form.seen_time_zone,
    },
  }));

/** The visible fields. */
export const itsmFields = ['ticket_prefix', 'queue_address', 'sender_name', 'reply_to', 'language', 'time_zone'];

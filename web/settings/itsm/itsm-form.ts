import { z } from 'zod';
import { checkPrefix } from '../../../src/domain/numbering.ts';
import { checkName } from '../../../src/domain/text.ts';
import { locales } from '../../../src/domain/locale.ts';
import { refusalText } from '../../../src/locales/refusal-text.ts';
import { timeZones } from '../../../src/locales/time-zones.ts';
import { isMailAddress } from '../../../src/mail/address.ts';
import type { SeenSettings, WantedSettings } from '../../../src/settings/itsm-settings.ts';
import { choiceField, pastedField, ruledField, textField } from '../../forms/form.ts';
import { packed } from '../../forms/packed-text.ts';

const addressField = z.string({ error: 'page.form.enter_text' }).transform((text, ctx) => {
  const address = text.trim();
  if (address === '') return null;
  if (isMailAddress(address)) return address;
  ctx.addIssue({ code: 'custom', message: packed('settings.itsm.error.address') });
  return z.NEVER;
});

const senderField = pastedField.transform((text, ctx) => {
  if (text === undefined) return undefined;
  if (text.trim() === '') return null;
  const name = checkName(text, 'sender_name', 'refusal.name.sender');
  if (name.ok) return name.value;
  ctx.addIssue({ code: 'custom', message: packed(refusalText(name.refusal)) });
  return z.NEVER;
});

const languageField = choiceField(['', ...locales], 'settings.itsm.error.language').transform((language) =>
  language === '' ? null : language,
);

/** A chosen value; empty means none. */
const chosenField = textField.transform((text) => (text === '' ? null : text));

/** The settings as their form sends them, each with the value that the form showed. One that is not sent stays. */
export const itsmForm = z
  .object({
    ticket_prefix: ruledField(checkPrefix),
    queue_address: addressField.optional(),
    sender_name: senderField,
    reply_to: addressField.optional(),
    language: languageField.optional(),
    time_zone: z
      .string({ error: 'page.form.enter_text' })
      .transform((zone) => (zone === '' || zone === 'UTC' ? null : zone))
      .optional(),
    seen_ticket_prefix: textField,
    seen_queue_address: chosenField,
    seen_sender_name: chosenField,
    seen_reply_to: chosenField,
    seen_language: chosenField,
    seen_time_zone: chosenField,
  })
  .superRefine(({ time_zone: zone, seen_time_zone: seen }, ctx) => {
    // One that is chosen already stays possible, even if it goes by another name in the list of today.
    if (zone === undefined || zone === null || zone === seen || timeZones.includes(zone)) return;
    ctx.addIssue({ code: 'custom', path: ['time_zone'], message: packed('settings.itsm.error.time_zone') });
  })
  .transform((form): { wanted: WantedSettings; seen: SeenSettings } => ({
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

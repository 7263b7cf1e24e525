import type { MailFacts } from '../../mail/facts.ts';
import { kindOf } from '../../mail/kinds.ts';
import { sampleFacts } from '../../mail/sample-facts.ts';
import { mailReader, type MailSettings } from '../mail-settings.ts';
import type { TemplateKey } from './mail-template.ts';

/** Who gets the mail of a template, for a preview or a test: somebody of this tenant who has its language. */
export function sampleMail(
  { event, audience, language }: TemplateKey,
  { tenantName, settings }: Readonly<{ tenantName: string; settings: MailSettings }>,
): MailFacts {
  const reader = mailReader({ language: language === '' ? null : language, timeZone: null }, settings);
  const facts = sampleFacts(kindOf(event, audience), reader.locale);
  return { ...facts, ...reader, tenantName, repliesAreRead: settings.sender.replyTo !== null };
}

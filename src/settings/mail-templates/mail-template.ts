import { defineEntity, p } from '@mikro-orm/core';
import type { Language } from '../../domain/languages.ts';
import type { MailEvent } from '../../domain/notices.ts';

/** The mail that a template is for (R17): `language` '' is for everybody whose language has no template. */
export type TemplateKey = Readonly<{ event: MailEvent; audience: 'reporter' | 'agents'; language: Language | '' }>;

/**
 * A tenant's own template, with all its versions: the highest one is current. A version without content is a return to
 * the built-in mail. `brokenAt` and `brokenWhy` record that it could not be used when a mail was to be sent.
 */
export const MailTemplateEntity = defineEntity({
  name: 'MailTemplate',
  tableName: 'mail_template',
  properties: {
    tenantId: p.uuid().primary(),
    event: p.text().$type<MailEvent>().primary(),
    audience: p.text().$type<'reporter' | 'agents'>().primary(),
    language: p.text().$type<Language | ''>().primary(),
    version: p.integer().primary(),
    subject: p.text().nullable(),
    html: p.text().nullable(),
    text: p.text().nullable(),
    savedAt: p.datetime(3),
    savedBy: p.uuid(),
    brokenAt: p.datetime(3).nullable(),
    brokenWhy: p.text().nullable(),
  },
});

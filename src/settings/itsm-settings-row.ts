import { defineEntity, p } from '@mikro-orm/core';
import type { Language } from '../domain/languages.ts';

/** The tenant's settings of this module (Settings → ITSM). */
export const ItsmSettingsEntity = defineEntity({
  name: 'ItsmSettings',
  tableName: 'itsm_settings',
  properties: {
    tenantId: p.uuid().primary(),
    /** The language of whoever chose none; null: their browser's. */
    language: p.text().nullable().$type<Language>(),
    /** IANA name of the time zone of whoever chose none; null: UTC. */
    timeZone: p.text().nullable(),
    ticketPrefix: p.text().default('TKT'),
    queueAddress: p.text().nullable(),
    /** The name that mails about tickets are sent under, and where their replies go; null for the platform's. */
    senderName: p.text().nullable(),
    replyTo: p.text().nullable(),
  },
});

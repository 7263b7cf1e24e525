import { defineEntity, p } from '@mikro-orm/core';

/** The tenant's settings of this module (Settings → ITSM). */
export const ItsmSettingsEntity = defineEntity({
  name: 'ItsmSettings',
  tableName: 'itsm_settings',
  properties: {
    tenantId: p.uuid().primary(),
    ticketPrefix: p.text().default('TKT'),
    queueAddress: p.text().nullable(),
    /** In whose name mails about tickets are sent, and where their answers go; null is what the platform sets. */
    senderName: p.text().nullable(),
    replyTo: p.text().nullable(),
  },
});

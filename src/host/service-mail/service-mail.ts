import { defineEntity, p } from '@mikro-orm/core';
import type { AlertKind } from '../licence/alerts.ts';

/** What the mail tells, by kind. A link's token is not in it: it is made when the mail is sent. Times are ISO 8601. */
export type ServiceMailContent =
  | Readonly<{
      kind: 'invitation' | 'password_reset';
      fact: Readonly<{ linkId: string; expiresAt: string; invitedBy: string | null }>;
    }>
  | Readonly<{ kind: 'alert'; fact: Readonly<{ about: AlertKind; limit: number; used: number; period: string }> }>;

/** A mail that belongs to no ticket, and what became of it. `aboutId`: the user or the alert that it is about. */
export const ServiceMailEntity = defineEntity({
  name: 'ServiceMail',
  tableName: 'service_mail',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    kind: p.text().$type<ServiceMailContent['kind']>(),
    recipientAddress: p.text(),
    recipientName: p.text(),
    fact: p.json().$type<ServiceMailContent['fact']>(),
    aboutId: p.uuid(),
    state: p.text().$type<'waiting' | 'retrying' | 'sent' | 'failed'>(),
    attempts: p.integer(),
    nextTryAt: p.datetime(3).nullable(),
    leasedUntil: p.datetime(3).nullable(),
    lastAnswer: p.text().nullable(),
    createdAt: p.datetime(3),
    sentAt: p.datetime(3).nullable(),
  },
});

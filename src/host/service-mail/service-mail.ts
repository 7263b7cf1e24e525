import { defineEntity, p } from '@mikro-orm/core';
import type { Language } from '../../domain/languages.ts';
import type { MailEvent } from '../../domain/notices.ts';
import type { OwnTemplate } from '../../domain/own-template.ts';
import type { AlertKind } from '../../domain/alert.ts';
import type { ApiScope } from '../../domain/api-scopes.ts';

/**
 * The content of the mail, by kind. A link's token is not part of it: it is created when the mail is sent. Times are
 * ISO 8601.
 */
export type ServiceMailContent =
  | Readonly<{
      kind: 'invitation' | 'password_reset';
      fact: Readonly<{ linkId: string; expiresAt: string; invitedBy: string | null }>;
    }>
  /** Somebody else, `by`, has created a key that acts for the person. */
  | Readonly<{ kind: 'key_created'; fact: Readonly<{ keyName: string; scopes: readonly ApiScope[]; by: string }> }>
  /** An administrator has removed the person's second step. */
  | Readonly<{ kind: 'second_step_reset'; fact: Readonly<{ by: string }> }>
  /** To the new address, which is to be confirmed. */
  | Readonly<{
      kind: 'email_confirmation';
      fact: Readonly<{ linkId: string; expiresAt: string; by: string | null }>;
    }>
  /** To the old address, which is no longer the person's. */
  | Readonly<{ kind: 'email_changed'; fact: Readonly<{ newAddress: string }> }>
  /** A test of a tenant's own template, sent to whoever requested it. */
  | Readonly<{
      kind: 'template_test';
      fact: Readonly<{
        event: MailEvent;
        audience: 'reporter' | 'agents';
        /** '' for a template that is for any language. */
        language: Language | '';
        own: OwnTemplate;
      }>;
    }>
  | Readonly<{ kind: 'alert'; fact: Readonly<{ about: AlertKind; limit: number; used: number; period: string }> }>;

/** A mail that belongs to no ticket, and its state. `aboutId`: the user or the alert that it is about. */
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
    /** The month (UTC) in whose quota it is counted: that of a test mail, the only kind that counts. */
    countedMonth: p.text().nullable(),
    /** A delivery broke off in a way that leaves open whether the mail arrived. */
    outcomeUnknown: p.boolean().default(false),
    createdAt: p.datetime(3),
    sentAt: p.datetime(3).nullable(),
  },
});

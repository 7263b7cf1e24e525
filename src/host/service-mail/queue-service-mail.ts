import type { TenantEm } from '../../db/in-tenant.ts';
import { newId } from '../../ids.ts';
import { type ServiceMailContent, ServiceMailEntity } from './service-mail.ts';

/**
 * Writes a mail that belongs to no ticket, in the transaction of what it reports. The worker sends it and records the
 * outcome; the committing process wakes the worker, and the refresh schedule does so if that was missed.
 */
export async function queueServiceMail(
  em: TenantEm,
  tenantId: string,
  mail: ServiceMailContent & {
    to: { name: string; address: string };
    aboutId: string;
    now: Date;
    id?: string;
    countedMonth?: string;
  },
): Promise<void> {
  await em.insert(ServiceMailEntity, {
    tenantId,
    id: mail.id ?? newId(mail.now.getTime()),
    kind: mail.kind,
    recipientAddress: mail.to.address,
    recipientName: mail.to.name,
    fact: mail.fact,
    aboutId: mail.aboutId,
    state: 'waiting',
    attempts: 0,
    countedMonth: mail.countedMonth ?? null,
    outcomeUnknown: false,
    nextTryAt: mail.now,
    createdAt: mail.now,
  });
}

import { inTenant } from '../../../../src/db/in-tenant.ts';
import { UserEntity } from '../../../../src/host/identity/user.ts';
import { ServiceMailEntity } from '../../../../src/host/service-mail/service-mail.ts';
import type { Operations } from '../../../../src/temporal/operations.ts';
import type { TestWeb } from '../../../support/web.ts';

/** Operations that carry nothing out and remember what was set going. */
export function recordingOperations() {
  const asked: string[] = [];
  const operations: Operations = {
    startOutbox: async () => void asked.push('outbox'),
    startRelease: async (tenantId) => void asked.push(`release ${tenantId}`),
    releaseTickets: async (tenantId) => void asked.push(`release ${tenantId}`),
    healTicket: async (tenantId, ticketId) => void asked.push(`heal ${tenantId} ${ticketId}`),
    runQuotaAudit: async () => void asked.push('audit'),
  };
  return { asked, operations };
}

/** How many users with this address the tenant has, and how many mails were queued for it. */
export async function userAndMails(web: TestWeb, tenantId: string, email: string): Promise<[number, number]> {
  return inTenant(web.orm, tenantId, async (em) => [
    await em.count(UserEntity, { tenantId, email }),
    await em.count(ServiceMailEntity, { tenantId, recipientAddress: email }),
  ]);
}

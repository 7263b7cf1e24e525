import type { InferEntity } from '@mikro-orm/core';
import { inTenant } from '../../src/db/in-tenant.ts';
import { NoticeEntity } from '../../src/db/ticket-entities.ts';
import { eventually } from './eventually.ts';
import type { Product } from './product.ts';

export type Notice = InferEntity<typeof NoticeEntity>;

/** The notices of a tenant, or of one of its tickets, in the order in which they were written. */
export function noticesOf(product: Product, tenantId: string, ticketId?: string): Promise<Notice[]> {
  const of = ticketId === undefined ? {} : { ticketId };
  return inTenant(product.orm, tenantId, (em) => em.find(NoticeEntity, of, { orderBy: { id: 'asc' } }));
}

/** The notices as they are once there are `count` of them and each has come to its end. */
export function endedNotices(product: Product, tenantId: string, count: number): Promise<Notice[]> {
  return eventually(
    async () => {
      const found = await noticesOf(product, tenantId);
      return found.length < count || found.some((notice) => notice.nextTryAt != null) ? undefined : found;
    },
    { timeoutMs: 30_000, message: `${count} notices that have come to their end` },
  );
}

/** Brings the next try of a ticket's mails forward to now. */
export async function bringForward(product: Product, tenantId: string, ticketId: string): Promise<void> {
  await inTenant(product.orm, tenantId, (em) =>
    em.nativeUpdate(NoticeEntity, { ticketId, state: 'retrying' }, { nextTryAt: new Date(0), leasedUntil: null }),
  );
}

import type { TenantEm } from '../../db/in-tenant.ts';
import type { Language } from '../../domain/languages.ts';
import { UserEntity } from './user.ts';

/** What a person wishes of their mails: none about new tickets in the queue (R16), and the language that they read best. */
export type MailWishes = Readonly<{ queueOptOut: boolean; language: Language }>;

/** What the person wishes now. */
export async function readMailWishes(em: TenantEm, tenantId: string, userId: string): Promise<MailWishes> {
  const { mailOptOut, language } = await em.findOneOrFail(UserEntity, { tenantId, id: userId });
  return { queueOptOut: mailOptOut, language };
}

/** Keeps what the person wishes; saying it twice changes nothing. */
export async function saveMailWishes(
  em: TenantEm,
  tenantId: string,
  userId: string,
  { queueOptOut, language }: MailWishes,
): Promise<void> {
  await em.nativeUpdate(UserEntity, { tenantId, id: userId }, { mailOptOut: queueOptOut, language });
}

import type { TenantEm } from '../../db/in-tenant.ts';
import type { Language } from '../../domain/languages.ts';
import { UserEntity } from './user.ts';

/**
 * A person's mail preferences: whether to be told of new tickets in the queue (R16), and the language they
 * prefer; null for their tenant's.
 */
export type MailPreferences = Readonly<{ queueOptOut: boolean; language: Language | null }>;

/** The person's current preferences. */
export async function readMailPreferences(em: TenantEm, tenantId: string, userId: string): Promise<MailPreferences> {
  const { mailOptOut, language } = await em.findOneOrFail(UserEntity, { tenantId, id: userId });
  return { queueOptOut: mailOptOut, language: language ?? null };
}

/** Saves the person's preferences; repeating it changes nothing. */
export async function saveMailPreferences(
  em: TenantEm,
  tenantId: string,
  userId: string,
  { queueOptOut, language }: MailPreferences,
): Promise<void> {
  await em.nativeUpdate(UserEntity, { tenantId, id: userId }, { mailOptOut: queueOptOut, language });
}

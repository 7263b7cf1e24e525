import type { TenantEm } from '../../db/in-tenant.ts';
import type { Language } from '../../domain/languages.ts';
import { UserEntity } from './user.ts';

/**
 * What a person has chosen for themselves: whether to be told of new tickets in the queue (R16), the language and the
 * time zone (IANA name) that they read in; null for their tenant's (R41).
 */
export type Preferences = Readonly<{ queueOptOut: boolean; language: Language | null; timeZone: string | null }>;

/** The person's current preferences. */
export async function readPreferences(em: TenantEm, tenantId: string, userId: string): Promise<Preferences> {
  const { mailOptOut, language, timeZone } = await em.findOneOrFail(UserEntity, { tenantId, id: userId });
  return { queueOptOut: mailOptOut, language: language ?? null, timeZone: timeZone ?? null };
}

/** Saves the person's preferences; repeating it changes nothing. */
export async function savePreferences(
  em: TenantEm,
  tenantId: string,
  userId: string,
  { queueOptOut, language, timeZone }: Preferences,
): Promise<void> {
  await em.nativeUpdate(UserEntity, { tenantId, id: userId }, { mailOptOut: queueOptOut, language, timeZone });
}

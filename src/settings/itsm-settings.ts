import type { TenantEm } from '../db/in-tenant.ts';
import type { Language } from '../domain/languages.ts';
import { type RefusalText, Refused } from '../domain/refusal.ts';
import { lockTenant } from '../host/tenants/lock-tenant.ts';
import { logSetting } from '../host/tenants/settings-log.ts';
import type { SettingsChangeKind } from '../host/tenants/settings-change.ts';
import { ItsmSettingsEntity } from './itsm-settings-row.ts';

/**
 * What administrators set under Settings → ITSM. Without a queue address each agent is mailed about new tickets (R16);
 * without a name or an address for replies, mails have the platform's. Language and time zone (an IANA name) are those of
 * whoever has chosen none; without them, the reader's browser chooses the language, and times are in UTC (R41).
 */
export type ItsmSettings = Readonly<{
  ticketPrefix: string;
  queueAddress: string | null;
  senderName: string | null;
  replyTo: string | null;
  language: Language | null;
  timeZone: string | null;
}>;

/** The settings that somebody wants: null is none, and those that are left out stay as they are. */
export type WantedSettings = { readonly [Setting in keyof ItsmSettings]?: ItsmSettings[Setting] | undefined };

/** The settings that somebody was shown, by their form. */
export type SeenSettings = Readonly<Record<keyof ItsmSettings, string | null>>;

/** The current settings. */
export async function readItsmSettings(em: TenantEm, tenantId: string): Promise<ItsmSettings> {
  const row = await em.findOneOrFail(ItsmSettingsEntity, { tenantId }, { refresh: true });
  const { ticketPrefix, queueAddress = null, senderName = null, replyTo = null } = row;
  const { language = null, timeZone = null } = row;
  return { ticketPrefix, queueAddress, senderName, replyTo, language, timeZone };
}

/**
 * How many numbers the tenant's tickets have used: the next ticket gets the one after (R15). Does not take a number.
 */
export async function numbersUsed(em: TenantEm): Promise<number> {
  const [row] = await em.execute<{ last: string }[]>('select last from ticket_counter');
  return Number(row?.last ?? 0);
}

/** A setting: its name in the log, and the kind of entry that records its change. */
const told: Readonly<Record<keyof ItsmSettings, SettingsChangeKind>> = {
  ticketPrefix: 'prefix_changed',
  queueAddress: 'queue_address_changed',
  senderName: 'sender_name_changed',
  replyTo: 'reply_to_changed',
  language: 'language_changed',
  timeZone: 'time_zone_changed',
};

/**
 * Sets what differs from `seen`, the values that the administrator was shown: two who change different settings both
 * succeed. Values that are already set change nothing, so sending the same form again is safe.
 * @throws Refused `changed_meanwhile`, naming the setting, if somebody else has set it to a third value
 */
export async function changeItsmSettings(
  em: TenantEm,
  tenantId: string,
  change: { wanted: WantedSettings; seen: SeenSettings; by: string },
): Promise<void> {
  await lockTenant(em, tenantId);
  const now = await readItsmSettings(em, tenantId);
  for (const setting of Object.keys(told) as (keyof ItsmSettings)[]) {
    const [before, after] = [now[setting], change.wanted[setting]];
    if (after === undefined || after === change.seen[setting] || after === before) continue;
    if (before !== change.seen[setting]) {
      throw new Refused({ code: 'changed_meanwhile', ...nowIs(before), field: fields[setting] });
    }
    await em.nativeUpdate(ItsmSettingsEntity, { tenantId }, { [setting]: after });
    await logSetting(em, tenantId, { kind: told[setting], byId: change.by, before, after });
  }
}

function nowIs(value: string | null): RefusalText {
  if (value === null) return { key: 'refusal.setting.emptied' };
  return { key: 'refusal.setting.changed', values: { now: value } };
}

/** The form's fields, by setting. */
const fields: Readonly<Record<keyof ItsmSettings, string>> = {
  ticketPrefix: 'ticket_prefix',
  queueAddress: 'queue_address',
  senderName: 'sender_name',
  replyTo: 'reply_to',
  language: 'language',
  timeZone: 'time_zone',
};

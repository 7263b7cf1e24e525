/** The switchable parts of the add-on (R12). */
export const flags = [
  'agent_portal',
  'end_user_portal',
  'asset_integration',
  'email_notifications',
  'email_templates',
  'public_api',
  'movement_link',
] as const;

export type Flag = (typeof flags)[number];

/** What a tenant has bought. `validUntil` is an ISO 8601 instant in UTC, or null for no end. */
export type Licence = Readonly<{ active: boolean; validUntil: string | null; flags: readonly Flag[] }>;

/** The limits of a licence (R13): active users with tickets:manage, and mails per calendar month (UTC). */
export const quotas = ['max_agents', 'max_emails_month'] as const;

export type Quota = (typeof quotas)[number];

/** The highest limits that can be sold. Both are whole numbers from 0. */
export const quotaCeilings: Readonly<Record<Quota, number>> = { max_agents: 100_000, max_emails_month: 100_000_000 };

/** What the platform team sells: the licence with its limits, including API calls per minute (R32). */
export type LicenceTerms = Licence &
  Readonly<{ maxAgents: number; maxEmailsMonth: number; callsPerKey: number; callsPerTenant: number }>;

/** The parts that work without a page of their own, and the flag that each needs at the time it acts (R12). */
export const sideEffectFlags = {
  mail: 'email_notifications',
  link_to_desk: 'end_user_portal',
  link_to_queue: 'agent_portal',
  own_templates: 'email_templates',
  link_assets: 'asset_integration',
  link_movements: 'movement_link',
} as const satisfies Readonly<Record<string, Flag>>;

export type SideEffect = keyof typeof sideEffectFlags;

/** Whether the side effect may happen now: judged by the current licence, not by the one at the time of its cause. */
export function mayHappen(licence: Licence | null, effect: SideEffect, now: Date): boolean {
  return hasFlag(licence, sideEffectFlags[effect], now);
}

/** Whether the add-on may be used at all at that instant (R11). */
export function isLicensed(licence: Licence | null, now: Date): boolean {
  return licence !== null && licence.active && (licence.validUntil === null || new Date(licence.validUntil) > now);
}

/** Whether the tenant is licensed and has that flag switched on. */
export function hasFlag(licence: Licence | null, flag: Flag, now: Date): boolean {
  return isLicensed(licence, now) && licence !== null && licence.flags.includes(flag);
}

/** Which links of tickets are switched on: to assets, and to their movements, which need both flags (R29, R30). */
export type LinksOn = Readonly<{ assets: boolean; movements: boolean }>;

/** The links that a licence switches on at that instant. */
export function linksOn(licence: Licence | null, now: Date): LinksOn {
  const assets = mayHappen(licence, 'link_assets', now);
  return { assets, movements: assets && mayHappen(licence, 'link_movements', now) };
}

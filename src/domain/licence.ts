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

/** Whether the add-on may be used at all at that instant (R11). */
export function isLicensed(licence: Licence | null, now: Date): boolean {
  return licence !== null && licence.active && (licence.validUntil === null || new Date(licence.validUntil) > now);
}

/** Whether a licensed tenant has that part switched on. */
export function hasFlag(licence: Licence | null, flag: Flag, now: Date): boolean {
  return isLicensed(licence, now) && licence !== null && licence.flags.includes(flag);
}

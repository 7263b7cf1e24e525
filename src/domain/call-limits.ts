/**
 * How many calls of the public API are allowed in a minute: with one key, and with all keys of the tenant together
 * (R32).
 */
export type CallLimits = Readonly<{ perKey: number; perTenant: number }>;

/** The limits where the platform team has set no others. */
export const standardCallLimits: CallLimits = { perKey: 1200, perTenant: 3000 };

/** The highest limit that can be set. The lowest is 1, because `public_api` is what switches the API off. */
export const callLimitCeiling = 1_000_000;

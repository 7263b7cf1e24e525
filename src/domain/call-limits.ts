/** How many calls of the public API are let through in a minute: by one key, and by all keys of the tenant together (R32). */
export type CallLimits = Readonly<{ perKey: number; perTenant: number }>;

/** What holds where the platform team has set nothing else. */
export const standardCallLimits: CallLimits = { perKey: 1200, perTenant: 3000 };

/** The most that can be set; the least is 1, for `public_api` is what switches the API off. */
export const callLimitCeiling = 1_000_000;

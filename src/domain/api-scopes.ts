/** What an API key can be made for (R31): what it does is bounded by its scopes and, beside them, by its actor's permissions. */
export const apiScopes = ['tickets:read', 'tickets:write'] as const;

export type ApiScope = (typeof apiScopes)[number];

/** The scopes of an API key (R31). What a key may do is limited by its scopes and by its actor's permissions. */
export const apiScopes = ['tickets:read', 'tickets:write'] as const;

export type ApiScope = (typeof apiScopes)[number];

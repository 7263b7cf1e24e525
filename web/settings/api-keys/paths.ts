/** The list of API keys. */
export const keysPath = '/settings/api-keys';

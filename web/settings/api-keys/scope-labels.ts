import type { ApiScope } from '../../../src/domain/api-scopes.ts';
import type { MessageKey } from '../../../src/locales/catalogue.ts';

/** What a scope of an API key is called, and what it covers (R31). */
export const scopeLabels: Readonly<Record<ApiScope, Readonly<{ label: MessageKey; hint: MessageKey }>>> = {
  'tickets:read': {
    label: 'settings.keys.scope.tickets_read.label',
    hint: 'settings.keys.scope.tickets_read.hint',
  },
  'tickets:write': {
    label: 'settings.keys.scope.tickets_write.label',
    hint: 'settings.keys.scope.tickets_write.hint',
  },
};

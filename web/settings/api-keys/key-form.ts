import { z } from 'zod';
import { apiScopes } from '../../../src/domain/api-scopes.ts';
import { integrationPermissions } from '../../../src/domain/permissions.ts';
import { checkName } from '../../../src/domain/text.ts';
import { choiceField, choicesField, commandIdField, ruledField, textField } from '../../forms/form.ts';
import type { FieldError } from '../../forms/field-error.ts';
import { dayHasPassed, lastDayField } from '../../forms/last-day.ts';

const whichScopes = 'settings.keys.error.scopes';

/** A new key as its form sends it. `for` decides which of e-mail address and permissions counts. */
export const keyForm = z.object({
  command_id: commandIdField,
  name: ruledField((text) => checkName(text, 'name', 'refusal.name.api_key')),
  scopes: choicesField(apiScopes, whichScopes).refine((chosen) => chosen.length > 0, whichScopes),
  for: choiceField(['person', 'integration'], 'settings.keys.error.for'),
  email: textField,
  permissions: choicesField(integrationPermissions, 'settings.groups.error.permissions'),
  expires: lastDayField,
});

/** The visible fields, in order. */
export const keyFields = ['name', 'scopes', 'for', 'email', 'permissions', 'expires'];

/** The errors, at `now`, of a form whose fields are each valid. */
export function wrongTogether(form: z.output<typeof keyForm>, now: Date): FieldError[] {
  const errors: FieldError[] = [];
  if (form.for === 'person' && form.email.trim() === '') {
    errors.push({ field: 'email', message: 'settings.keys.error.email' });
  }
  if (form.for === 'integration' && form.permissions.length === 0) {
    errors.push({ field: 'permissions', message: 'settings.keys.error.permissions' });
  }
  if (hasPassed(form.expires, now)) errors.push({ field: 'expires', message: dayHasPassed });
  return errors;
}

/** Whether a last day, given as the instant after it, has passed. */
export function hasPassed(expires: string | null, now: Date): boolean {
  return expires !== null && new Date(expires) <= now;
}

/** The end as it is stored. */
export function endOf(expires: string | null): Date | null {
  return expires === null ? null : new Date(expires);
}

import { z } from 'zod';
import { normalAddress } from '../../../src/domain/mail-address.ts';
import type { Refusal } from '../../../src/domain/refusal.ts';
import { checkName } from '../../../src/domain/text.ts';
import { isMailAddress } from '../../../src/mail/address.ts';
import { refusalStatus } from '../../http/errors.ts';
import type { FieldError, FormErrors } from '../../forms/field-error.ts';
import { commandIdField, errorsOf, ruledField } from '../../forms/form.ts';
import { packed } from '../../forms/packed-text.ts';

/** The visible fields of the forms about a person. */
export const personFields = ['name', 'email', 'groups'];

const whichEmail = packed('settings.users.error.email');

/** The error of ticked groups that do not exist. */
export const unknownGroups: FieldError = {
  field: 'groups',
  message: 'settings.users.error.groups',
};

/** What the forms for inviting and for editing a person have in common; the groups are read apart. */
export const personForm = z.object({
  command_id: commandIdField,
  name: ruledField((text) => checkName(text, 'name', 'refusal.name.person')),
  email: z.string({ error: whichEmail }).trim().transform(normalAddress).refine(isMailAddress, whichEmail),
});

/** The errors of a refusal for these forms, and the status. */
export function refusalInForm(refusal: Refusal): [FormErrors, number] {
  // A group was deleted between reading the groups and the change.
  if (refusal.code === 'not_found') return [[unknownGroups], 422];
  return [errorsOf(refusal, personFields), refusalStatus(refusal.code)];
}

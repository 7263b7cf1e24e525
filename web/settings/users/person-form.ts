import { z } from 'zod';
import { normalAddress } from '../../../src/domain/mail-address.ts';
import type { Refusal } from '../../../src/domain/refusal.ts';
import { checkName } from '../../../src/domain/text.ts';
import { isMailAddress } from '../../../src/mail/address.ts';
import { refusalStatus } from '../../http/errors.ts';
import type { FormErrors } from '../../forms/field-error.ts';
import { commandIdField, errorsOf, ruledField } from '../../forms/form.ts';

/** The visible fields of the forms about a person. */
export const personFields = ['name', 'email', 'groups'];

const whichEmail = 'Enter one e-mail address, such as name@example.com.';

/** The error of ticked groups that do not exist. */
export const unknownGroups = {
  field: 'groups',
  message: 'A group that was ticked does not exist any more. Tick among those that are left.',
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

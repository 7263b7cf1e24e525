import { z } from 'zod';
import type { TenantEm } from '../../src/db/in-tenant.ts';
import { assetCategories } from '../../src/domain/asset.ts';
import {
  checkAssetName,
  checkInventoryNumber,
  checkLocation,
  checkSerialNumber,
} from '../../src/domain/asset-fields.ts';
import { normalAddress } from '../../src/domain/mail-address.ts';
import type { AssetFields } from '../../src/host/assets/save-asset.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { findActivePerson } from '../forms/find-person.ts';
import { choiceField, commandIdField, ruledField } from '../forms/form.ts';
import type { FieldError } from '../forms/field-error.ts';
import { categoryOptions } from './labels.ts';

/** The fields of the form, by the names that refusals use. */
export const assetFormFields = ['name', 'inventory_number', 'category', 'serial_number', 'holder', 'location'] as const;

/** Schema of a person's e-mail address, or nothing; only the database knows whether such a person exists. */
export const personField = z
  .string({ error: 'assets.error.email' })
  .trim()
  .max(320, 'assets.error.email_too_long')
  .default('');

/** The form for adding or editing an asset. */
export const assetForm = z.object({
  command_id: commandIdField,
  name: ruledField(checkAssetName),
  inventory_number: ruledField(checkInventoryNumber),
  category: choiceField(assetCategories, 'assets.error.category'),
  serial_number: ruledField(checkSerialNumber),
  holder: personField,
  location: ruledField(checkLocation),
});

/** The error for a name that belongs to nobody. */
export const unknownPerson: FieldError = {
  field: 'holder',
  message: 'assets.error.unknown_person',
};

/**
 * The asset as the form gives it; null if its holder does not exist. `now` is the current holder, who may stay even
 * when no longer active.
 */
export async function assetFieldsOf(
  em: TenantEm,
  form: z.output<typeof assetForm>,
  now: Readonly<{ id: string; email: string }> | null = null,
): Promise<AssetFields | null> {
  const { name, inventory_number: inventoryNumber, category, serial_number: serialNumber, holder, location } = form;
  const fields = { name, inventoryNumber, category, serialNumber, location };
  if (holder === '') return { ...fields, holderId: null };
  if (now !== null && now.email === normalAddress(holder)) return { ...fields, holderId: now.id };
  const person = await findActivePerson(em, holder);
  return person === null ? null : { ...fields, holderId: person.id };
}

/** The fields as /page/views/field draws them, with what was typed or the current value. */
export function presentFields(
  translator: Translator,
  typed: Readonly<Record<string, string>>,
  people: readonly Readonly<{ email: string; name: string }>[],
) {
  const { t } = translator;
  const field = (name: (typeof assetFormFields)[number], label: MessageKey, more: object = {}) => ({
    name,
    label: t(label),
    value: typed[name] ?? '',
    autocomplete: 'off',
    ...more,
  });
  return [
    field('name', 'assets.form.name', { hint: t('assets.form.name_hint') }),
    field('inventory_number', 'assets.form.inventory_number', { hint: t('assets.form.inventory_number_hint') }),
    field('category', 'assets.form.category', {
      kind: 'select',
      options: [{ value: '', label: t('assets.form.choose_category') }, ...categoryOptions(translator)],
    }),
    field('serial_number', 'assets.form.serial_number', { optional: true }),
    field('holder', 'assets.form.holder', {
      optional: true,
      inputmode: 'email',
      hint: t('assets.form.holder_hint'),
      people,
    }),
    field('location', 'assets.form.location', { optional: true, hint: t('assets.form.location_hint') }),
  ];
}

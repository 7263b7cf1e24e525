import type { Sentence } from '../../src/locales/message.ts';

/** What is wrong with a field, in a text that says what to do. An empty `field` stands for the form as a whole. */
export type FieldError = Readonly<{ field: string; message: Sentence }>;
export type FormErrors = readonly FieldError[];

/**
 * The errors as a page shows them whose visible fields these are: the summary cannot link to other fields, so their errors
 * count as errors of the form as a whole.
 */
export function errorsOnPage(errors: FormErrors, fields: readonly string[]): FormErrors {
  return errors.map((error) => (fields.includes(error.field) ? error : { ...error, field: '' }));
}

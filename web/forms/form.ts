import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Outcome, Refusal } from '../../src/domain/refusal.ts';
import type { PageContext } from '../http/context.ts';
import type { FieldError, FormErrors } from './field-error.ts';
import { Problem } from '../http/errors.ts';
import { formatCount } from '../page/count.ts';

export type ParsedForm<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; errors: FormErrors }>;

/**
 * The form that was sent, by the schema; of several errors in a field the first one stands. One that is not to be carried
 * out (`FormRefusal`) is wrong as a whole, whatever is in it.
 */
export function readForm<Schema extends z.ZodType>(ctx: PageContext, schema: Schema): ParsedForm<z.output<Schema>> {
  const { form, formRefusal } = ctx.state;
  if (formRefusal !== null) return { ok: false, errors: [{ field: '', message: formRefusal.message }] };
  const parsed = schema.safeParse(form);
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = new Map<string, FieldError>();
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? '');
    if (!errors.has(field)) errors.set(field, { field, message: issue.message });
  }
  return { ok: false, errors: [...errors.values()] };
}

/** The query of a page by the schema; what makes no sense is a 400. Give each part `.catch()` to forgive it instead. */
export function readQuery<Schema extends z.ZodType>(ctx: PageContext, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(ctx.query);
  if (!parsed.success)
    throw new Problem(400, 'malformed', { detail: 'The address of this page has parts that make no sense.' });
  return parsed.data;
}

/** What was typed, to show it again: the texts of the form by name, nothing nested. */
export function typedIn(ctx: PageContext): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(ctx.state.form).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The boxes that were ticked, to show them again. */
export function tickedIn(ctx: PageContext, name: string): string[] {
  return [ctx.state.form[name] ?? []].flat();
}

/** A refusal as the errors of a form; `fields` are those that the form has, others go to the form as a whole. */
export function errorsOf(refusal: Refusal, fields: readonly string[]): FormErrors {
  const field = refusal.field !== undefined && fields.includes(refusal.field) ? refusal.field : '';
  return [{ field, message: refusal.message }];
}

/** The hidden `command_id` of a form: sent twice, the form changes things once. */
export function newCommandId(): string {
  return randomUUID();
}

/**
 * The `command_id` of the form on the page that answers: a new one, but the one that it came with where it was refused
 * unread. An earlier try may have been carried out under that, and is then not done twice.
 */
export function commandIdFor(ctx: PageContext): string {
  const before = ctx.state.formRefusal === null ? undefined : typedIn(ctx).command_id;
  return before ?? newCommandId();
}

/** The same after a refusal: one that counts, and does not look, may have met a try that was carried out before. */
export function commandIdAfter(ctx: PageContext, { code }: Refusal): string {
  const before = code === 'too_many_requests' ? typedIn(ctx).command_id : undefined;
  return before ?? newCommandId();
}

const lost = 'This form is out of date. Load the page again.';

/** Schema of the hidden `command_id`. A client of its own may leave it out; then sending a thing twice does it twice. */
export const commandIdField = z
  .uuid({ error: lost })
  .optional()
  .transform((id) => id ?? newCommandId());

/** Schema of a choice among the domain's own words. */
export function choiceField<const Choice extends string>(choices: readonly [Choice, ...Choice[]], whatToDo: string) {
  return z.enum(choices, { error: whatToDo });
}

/** Schema of boxes to tick among known words: none, one or several of them, each once. */
export function choicesField<const Choice extends string>(choices: readonly [Choice, ...Choice[]], whatToDo: string) {
  return z
    .union([z.string(), z.array(z.string())], { error: whatToDo })
    .optional()
    .transform((ticked) => [...new Set(ticked === undefined ? [] : [ticked].flat())])
    .pipe(z.array(z.enum(choices, { error: whatToDo }), { error: whatToDo }));
}

/** Schema of a whole number within limits, as people type it: digits, perhaps with spaces or commas between thousands. */
export function wholeNumberField(from: number, to: number) {
  const whatToDo = `Enter a whole number from ${from} to ${formatCount(to)}.`;
  // Groups of three only: "2,5" is meant as a fraction, and is not 25.
  const digits = /^(\d{1,12}|\d{1,3}([\s,]\d{3}){1,3})$/;
  return z
    .string({ error: whatToDo })
    .trim()
    .regex(digits, whatToDo)
    .transform((text) => Number(text.replace(/[\s,]/g, '')))
    .refine((value) => value >= from && value <= to, whatToDo);
}

/** Schema of any text: limits and emptiness are the domain's to judge. Missing counts as empty. */
export const textField = z.string({ error: 'Enter text.' }).default('');

/** Schema of a text that the domain judges, so that every field at fault is named at once and in the domain's words. */
export function ruledField<Value>(check: (text: string) => Outcome<Value>) {
  return textField.transform((text, ctx) => {
    const checked = check(text);
    if (checked.ok) return checked.value;
    ctx.addIssue({ code: 'custom', message: checked.refusal.message });
    return z.NEVER;
  });
}

/** Schema of a field that may be left empty; empty gives undefined. */
export const optionalTextField = z
  .string({ error: 'Enter text.' })
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' ? undefined : text));

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Outcome, Refusal } from '../../src/domain/refusal.ts';
import { message, type Text } from '../../src/locales/message.ts';
import { refusalText } from '../../src/locales/refusal-text.ts';
import type { PageContext } from '../http/context.ts';
import type { FieldError, FormErrors } from './field-error.ts';
import { asMeant } from './pasted-text.ts';
import { packed, unpacked } from './packed-text.ts';
import { Problem } from '../http/errors.ts';

export type ParsedForm<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; errors: FormErrors }>;

/**
 * The form that was sent, parsed by the schema; each field reports its first error. A form that is refused as a whole
 * (`FormRefusal`) gives that one error, whatever it contains.
 */
export function readForm<Schema extends z.ZodType>(ctx: PageContext, schema: Schema): ParsedForm<z.output<Schema>> {
  const { form, formRefusal } = ctx.state;
  if (formRefusal !== null) return { ok: false, errors: [{ field: '', message: formRefusal.message }] };
  const parsed = schema.safeParse(form);
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = new Map<string, FieldError>();
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? '');
    if (!errors.has(field)) errors.set(field, { field, message: unpacked(issue.message) });
  }
  return { ok: false, errors: [...errors.values()] };
}

/** The query of a page, parsed by the schema; 400 if it is invalid. Give a part `.catch()` to ignore it instead. */
export function readQuery<Schema extends z.ZodType>(ctx: PageContext, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(ctx.query);
  if (!parsed.success) throw new Problem(400, 'malformed', { detail: 'page.form.address_unreadable' });
  return parsed.data;
}

/** What was typed, to show it again: the form's texts by name. */
export function typedIn(ctx: PageContext): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(ctx.state.form).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The boxes that were ticked, to show them again. */
export function tickedIn(ctx: PageContext, name: string): string[] {
  return [ctx.state.form[name] ?? []].flat();
}

/**
 * A refusal as the errors of a form; `fields` are the form's own, errors of others count as errors of the form as a
 * whole.
 */
export function errorsOf(refusal: Refusal, fields: readonly string[]): FormErrors {
  const field = refusal.field !== undefined && fields.includes(refusal.field) ? refusal.field : '';
  return [{ field, message: refusalText(refusal) }];
}

/** The hidden `command_id` of a form: sent twice, the form is carried out once. */
export function newCommandId(): string {
  return randomUUID();
}

/**
 * The `command_id` for the form on the answering page: a new one, unless the form was refused unread. Then it keeps its
 * id, because an earlier try under it may have been carried out, and must not be carried out twice.
 */
export function commandIdFor(ctx: PageContext): string {
  const before = ctx.state.formRefusal === null ? undefined : typedIn(ctx).command_id;
  return before ?? newCommandId();
}

/**
 * The same after a refusal: a limit that counts without looking may have refused the repeat of a form that was carried
 * out.
 */
export function commandIdAfter(ctx: PageContext, { code }: Refusal): string {
  const before = code === 'too_many_requests' ? typedIn(ctx).command_id : undefined;
  return before ?? newCommandId();
}

/** The error of a hidden field that no longer fits: the page is older than the program. */
const outOfDate = 'page.form.out_of_date';

/** Schema of the hidden `command_id`. Other clients may leave it out; sending twice then does things twice. */
export const commandIdField = z
  .uuid({ error: outOfDate })
  .optional()
  .transform((id) => id ?? newCommandId());

/** Schema of a choice among known values. */
export function choiceField<const Choice extends string>(choices: readonly [Choice, ...Choice[]], whatToDo: Text) {
  return z.enum(choices, { error: packed(whatToDo) });
}

/** Schema of boxes to tick among known values: none, one or several, each once. */
export function choicesField<const Choice extends string>(choices: readonly [Choice, ...Choice[]], whatToDo: Text) {
  const error = packed(whatToDo);
  return z
    .union([z.string(), z.array(z.string())], { error })
    .optional()
    .transform((ticked) => [...new Set(ticked === undefined ? [] : [ticked].flat())])
    .pipe(z.array(z.enum(choices, { error }), { error }));
}

/**
 * Schema of a whole number within limits, as people type it: digits, possibly with spaces, commas or full
 * stops between thousands.
 */
export function wholeNumberField(from: number, to: number) {
  const whatToDo = packed(message('page.form.whole_number', { from, to }));
  // Only groups of three: "2,5" is meant as a fraction, not as 25.
  const digits = /^(\d{1,12}|\d{1,3}([\s,.]\d{3}){1,3})$/;
  return z
    .string({ error: whatToDo })
    .trim()
    .regex(digits, whatToDo)
    .transform((text) => Number(text.replace(/[\s,.]/g, '')))
    .refine((value) => value >= from && value <= to, whatToDo);
}

/** Schema of a text that may be missing; what was pasted is taken as it was meant. */
export const pastedField = z.string({ error: 'page.form.enter_text' }).transform(asMeant).optional();

/** Schema of any text; the domain checks limits and emptiness. Missing counts as empty. */
export const textField = pastedField.transform((text) => text ?? '');

/**
 * Schema of a text that the domain checks, so that all invalid fields are reported at once, in the domain's words.
 */
export function ruledField<Value>(check: (text: string) => Outcome<Value>) {
  return textField.transform((text, ctx) => {
    const checked = check(text);
    if (checked.ok) return checked.value;
    ctx.addIssue({ code: 'custom', message: packed(refusalText(checked.refusal)) });
    return z.NEVER;
  });
}

/**
 * The schema of a field that, when empty, takes away what was there: a form that does not send it at all is refused
 * instead.
 */
export function sentField<Value>(field: z.ZodType<Value, string | undefined>) {
  return z
    .string({ error: outOfDate })
    .transform((text): string | undefined => text)
    .pipe(field);
}

/** Schema of an optional field; empty gives undefined. */
export const optionalTextField = pastedField.transform((text) =>
  text === undefined || text.trim() === '' ? undefined : text,
);

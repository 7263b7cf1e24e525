import { z } from 'zod';
import type { OwnTemplate } from '../../../src/domain/own-template.ts';
import type { MailRenderer } from '../../../src/mail/render.ts';
import { refusalText } from '../../../src/locales/refusal-text.ts';
import type { PageContext } from '../../http/context.ts';
import { commandIdField, readForm, textField, typedIn } from '../../forms/form.ts';
import { packed } from '../../forms/packed-text.ts';
import type { FormErrors } from '../../forms/field-error.ts';

const form = z.object({
  command_id: commandIdField,
  seen_version: z.coerce
    .number({ error: packed('page.form.out_of_date') })
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  subject: textField,
  html: textField,
  text: textField,
});

export type ReadTemplate = Readonly<{
  commandId: string;
  seenVersion: number;
  template: OwnTemplate;
  removed: readonly string[];
}>;

/** The form of a mail template, checked and sanitised (R18); or all its errors, each at its field. */
export async function readTemplate(
  ctx: PageContext,
  renderer: MailRenderer,
): Promise<Readonly<{ ok: true; value: ReadTemplate }> | Readonly<{ ok: false; errors: FormErrors }>> {
  const read = readForm(ctx, form);
  if (!read.ok) return read;
  const { command_id: commandId, seen_version: seenVersion, subject, html, text } = read.value;
  const checked = await renderer.checkTemplate({ subject, html, text });
  if (checked.ok) return { ok: true, value: { commandId, seenVersion, ...checked } };
  return {
    ok: false,
    errors: checked.refusals.map((refusal) => ({ field: refusal.field ?? '', message: refusalText(refusal) })),
  };
}

/** What was typed into the template, to show it again; null if nothing was. */
export function typedTemplate(ctx: PageContext): OwnTemplate | null {
  if (ctx.method !== 'POST') return null;
  const { subject = '', html = '', text = '' } = typedIn(ctx);
  return { subject, html, text };
}

import { z } from 'zod';
import { type Language, languageCodes } from '../../../src/domain/languages.ts';
import type { TemplateKey } from '../../../src/settings/mail-templates/mail-template.ts';
import { eventOf, type MailKind, mailKinds } from '../../../src/mail/kinds.ts';
import { type PageContext, pathPart } from '../../http/context.ts';
import { Problem } from '../../http/errors.ts';

/** The address of the page of a mail. */
export function templatePath(kind: MailKind, language: Language | ''): string {
  return `/settings/itsm/templates/${kind}${language === '' ? '' : `?language=${language}`}`;
}

const languageOf = z.enum(['', ...languageCodes]);

/** The mail that the path names, in the language that the query (of a page) or the form names; 404 for any other. */
export function mailInPath(ctx: PageContext): Readonly<{ kind: MailKind; key: TemplateKey }> {
  const part = pathPart(ctx, 'mail');
  const kind = mailKinds.find((known) => known === part);
  const named = ctx.method === 'POST' ? ctx.state.form.language : ctx.query.language;
  const language = languageOf.safeParse(named ?? '');
  if (kind === undefined || !language.success) throw new Problem(404, 'not_found');
  return { kind, key: { ...eventOf(kind), language: language.data } };
}

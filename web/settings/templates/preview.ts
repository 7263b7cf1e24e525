import { inTenant } from '../../../src/db/in-tenant.ts';
import type { MessageKey } from '../../../src/locales/catalogue.ts';
import { mailSettings } from '../../../src/settings/mail-settings.ts';
import { sampleMail } from '../../../src/settings/mail-templates/sample-mail.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import type { Handler } from '../../http/route.ts';
import { previewHeaders } from '../../http/security-headers.ts';
import { readTemplate } from './form.ts';
import { mailInPath } from './paths.ts';

/** POST /settings/itsm/templates/:mail/preview: the mail that the typed template would give, as HTML. */
export function previewHtml(deps: WebDeps): Handler {
  return (ctx) => preview(ctx, deps, 'html');
}

/** POST /settings/itsm/templates/:mail/preview/text: the same as plain text, for mail programs without HTML. */
export function previewText(deps: WebDeps): Handler {
  return (ctx) => preview(ctx, deps, 'text');
}

/** The preview is shown in a frame of its own, where nothing runs or loads; errors are shown in its place. */
async function preview(ctx: PageContext, { orm, renderer }: WebDeps, form: 'html' | 'text'): Promise<void> {
  const { key } = mailInPath(ctx);
  const { t } = ctx.state.translator;
  previewHeaders(ctx);
  const read = await readTemplate(ctx, renderer);
  if (!read.ok) {
    ctx.status = 422;
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = [
      t('settings.templates.preview.refused'),
      ...read.errors.map(({ field, message }) => {
        const name = names[field];
        const words = ctx.state.translator.t(message);
        return name === undefined
          ? words
          : t('settings.templates.preview.refused_field', { field: t(name), message: words });
      }),
    ].join('\n\n');
    return;
  }
  const { tenantId, tenantName } = principalOf(ctx);
  const settings = await inTenant(orm, tenantId, (em) => mailSettings(em, tenantId));
  const facts = sampleMail(key, { tenantName, settings });
  const { subject, html, text } = await renderer.renderMail(facts, read.value.template);
  ctx.type = form === 'html' ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
  ctx.body = form === 'html' ? html : `${t('settings.templates.preview.subject', { subject })}\n\n${text}`;
}

const names: Readonly<Partial<Record<string, MessageKey>>> = {
  subject: 'settings.templates.subject',
  html: 'settings.templates.html',
  text: 'settings.templates.text',
};

import type { PageContext, WebDeps } from '../../http/context.ts';
import { type Access, form, get, post, preview, type Route } from '../../http/route.ts';
import { seeOther } from '../../http/redirect.ts';
import { settings } from '../access.ts';
import { templatesPage } from './list-page.ts';
import { previewHtml, previewText } from './preview.ts';
import { saveTexts, useBuiltIn } from './save.ts';
import { sendTest } from './send-test.ts';
import { templatePage } from './template-page.ts';

const templates: Access = { ...settings, flag: 'email_templates' };

/** Settings → ITSM → E-mail templates: the tenant's own texts for each mail (R17). */
export function templateRoutes(deps: WebDeps): Route[] {
  return [
    get('/settings/itsm/templates', templates, templatesPage(deps)),
    get('/settings/itsm/templates/:mail', templates, templatePage(deps)),
    form('/settings/itsm/templates/:mail', templates, saveTexts(deps)),
    preview('/settings/itsm/templates/:mail/preview', templates, previewHtml(deps)),
    preview('/settings/itsm/templates/:mail/preview/text', templates, previewText(deps)),
    form('/settings/itsm/templates/:mail/test', templates, sendTest(deps)),
    post('/settings/itsm/templates/:mail/built-in', templates, useBuiltIn(deps)),
    get('/settings/templates', templates, redirectToItsm),
    get('/settings/templates/:mail', templates, redirectToItsm),
  ];
}

/** The pages were once at /settings/templates; links to there still lead to them. */
function redirectToItsm(ctx: PageContext): void {
  seeOther(ctx, ctx.url.replace(/^\/settings\/templates/, '/settings/itsm/templates'));
}

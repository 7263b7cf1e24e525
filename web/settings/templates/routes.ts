import type { WebDeps } from '../../http/context.ts';
import { type Access, form, get, post, preview, type Route } from '../../http/route.ts';
import { settings } from '../access.ts';
import { templatesPage } from './list-page.ts';
import { previewHtml, previewText } from './preview.ts';
import { saveTexts, useBuiltIn } from './save.ts';
import { sendTest } from './send-test.ts';
import { templatePage } from './template-page.ts';

const templates: Access = { ...settings, flag: 'email_templates' };

/** Settings → Email templates: the tenant's own texts for each mail (R17). */
export function templateRoutes(deps: WebDeps): Route[] {
  return [
    get('/settings/templates', templates, templatesPage(deps)),
    get('/settings/templates/:mail', templates, templatePage(deps)),
    form('/settings/templates/:mail', templates, saveTexts(deps)),
    preview('/settings/templates/:mail/preview', templates, previewHtml(deps)),
    preview('/settings/templates/:mail/preview/text', templates, previewText(deps)),
    form('/settings/templates/:mail/test', templates, sendTest(deps)),
    post('/settings/templates/:mail/built-in', templates, useBuiltIn(deps)),
  ];
}

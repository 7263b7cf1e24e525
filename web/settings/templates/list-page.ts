import { inTenant } from '../../../src/db/in-tenant.ts';
import { readCurrentTemplates } from '../../../src/db/reading/settings-templates.ts';
import { kindOf, mailKinds } from '../../../src/mail/kinds.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { templatePath } from './paths.ts';
import { languageLabel, mailLabels } from './labels.ts';

/** GET /settings/itsm/templates: every mail, and the languages for which the tenant has a template of its own. */
export function templatesPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { translator } = ctx.state;
    const current = await inTenant(orm, principalOf(ctx).tenantId, (em) => readCurrentTemplates(em));
    const mails = mailKinds.map((kind) => ({
      ...mailLabels[kind],
      href: templatePath(kind, ''),
      own: current
        .filter(({ event, audience }) => kindOf(event, audience) === kind)
        .map(({ language, savedAt, savedBy, broken }) => ({
          href: templatePath(kind, language),
          language: languageLabel(translator, language),
          savedAt,
          savedBy,
          broken,
        })),
    }));
    render(ctx, 'settings/templates/views/list', { title: translator.t('settings.templates.title'), mails });
  };
}

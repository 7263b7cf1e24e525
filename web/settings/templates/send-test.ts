import { inTenant } from '../../../src/db/in-tenant.ts';
import { hasFlag } from '../../../src/domain/licence.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { refusalText } from '../../../src/locales/refusal-text.ts';
import { sendTestMail } from '../../../src/settings/mail-templates/test-mail.ts';
import { derivedId } from '../../../src/ids.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { refusalStatus } from '../../http/errors.ts';
import type { Handler } from '../../http/route.ts';
import { goTo } from './flash.ts';
import { readTemplate } from './form.ts';
import { mailInPath, templatePath } from './paths.ts';
import { showTemplate } from './template-page.ts';

/**
 * POST /settings/itsm/templates/:mail/test: mails what was typed, saved or not, to whoever typed it. It counts as a mail
 * (R13).
 */
export function sendTest(deps: WebDeps): Handler {
  return async (ctx) => {
    const { kind, key } = mailInPath(ctx);
    const read = await readTemplate(ctx, deps.renderer);
    if (!read.ok) return showTemplate(ctx, deps, { status: 422, errors: read.errors });
    const { commandId, template: own } = read.value;
    const { tenantId, userId, name, email, licence } = principalOf(ctx);
    const { now } = ctx.state;
    if (!hasFlag(licence, 'email_notifications', now)) {
      return showTemplate(ctx, deps, {
        status: 409,
        errors: [{ field: 'test', message: 'settings.templates.test.refused_off' }],
      });
    }
    const id = derivedId('template-test', tenantId, userId, commandId);
    const to = { userId, name, address: email };
    try {
      await inTenant(deps.orm, tenantId, (em) => sendTestMail(em, tenantId, { id, about: key, own, to, now }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code } = error.refusal;
      const message = refusalText(error.refusal);
      return showTemplate(ctx, deps, { status: refusalStatus(code), errors: [{ field: 'test', message }] });
    }
    goTo(ctx, templatePath(kind, key.language), 'test');
  };
}

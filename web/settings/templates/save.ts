import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { saveTemplate } from '../../../src/settings/mail-templates/save-template.ts';
import type { OwnTemplate } from '../../../src/domain/own-template.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { refusalStatus } from '../../http/errors.ts';
import { errorsOf, readForm } from '../../forms/form.ts';
import type { Handler } from '../../http/route.ts';
import { type Done, goTo } from './flash.ts';
import { readTemplate } from './form.ts';
import { mailInPath, templatePath } from './paths.ts';
import { showTemplate } from './template-page.ts';

/** POST /settings/itsm/templates/:mail: saves what was typed as a new version. */
export function saveTexts(deps: WebDeps): Handler {
  return async (ctx) => {
    const read = await readTemplate(ctx, deps.renderer);
    if (!read.ok) return showTemplate(ctx, deps, { status: 422, errors: read.errors });
    const { template, seenVersion, removed } = read.value;
    await save(ctx, deps, template, { seenVersion, done: removed.length === 0 ? 'saved' : 'saved_cleaned' });
  };
}

const builtInForm = z.object({ seen_version: z.coerce.number().int().min(0).catch(0) });

/**
 * POST /settings/itsm/templates/:mail/built-in: returns to the built-in mail; the tenant's text stays as an earlier version.
 */
export function useBuiltIn(deps: WebDeps): Handler {
  return async (ctx) => {
    const read = readForm(ctx, builtInForm);
    await save(ctx, deps, null, { seenVersion: read.ok ? read.value.seen_version : 0, done: 'built_in' });
  };
}

async function save(
  ctx: PageContext,
  deps: WebDeps,
  own: OwnTemplate | null,
  { seenVersion, done }: { seenVersion: number; done: Done },
): Promise<void> {
  const { tenantId, userId: by } = principalOf(ctx);
  const { kind, key } = mailInPath(ctx);
  const change = { key, seenVersion, by, now: ctx.state.now };
  try {
    await inTenant(deps.orm, tenantId, (em) => saveTemplate(em, tenantId, own, change));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return showTemplate(ctx, deps, { status: refusalStatus(error.refusal.code), errors: errorsOf(error.refusal, []) });
  }
  goTo(ctx, templatePath(kind, key.language), done);
}

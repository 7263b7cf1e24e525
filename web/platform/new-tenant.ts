import { z } from 'zod';
import { Refused } from '../../src/domain/refusal.ts';
import { checkName } from '../../src/domain/text.ts';
import { openTenant } from '../../src/host/tenants/open-tenant.ts';
import { isMailAddress } from '../../src/mail/address.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { refusalStatus } from '../http/errors.ts';
import { commandIdField, errorsOf, commandIdFor, readForm, ruledField, typedIn } from '../forms/form.ts';
import { errorsOnPage, type FormErrors } from '../forms/field-error.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { goTo } from './flash.ts';
import { tenantPath } from './paths.ts';

const fields = ['name', 'slug', 'administrator', 'email'];
const whichSlug = 'platform.error.slug';
const whichEmail = 'platform.error.email';

const schema = z.object({
  command_id: commandIdField,
  name: ruledField((text) => checkName(text, 'name', 'refusal.name.organisation')),
  slug: z
    .string({ error: whichSlug })
    .trim()
    .regex(/^[a-z0-9-]{2,40}$/, whichSlug),
  administrator: ruledField((text) => checkName(text, 'administrator', 'refusal.name.administrator')),
  email: z.string({ error: whichEmail }).trim().refine(isMailAddress, whichEmail),
});

/** GET /platform/tenants/new: the form for a new customer. */
export function newTenantPage(ctx: PageContext): void {
  show(ctx, {}, []);
}

/** POST /platform/tenants/new: creates the tenant and invites its first administrator. Sent twice, it creates one. */
export function createTenant({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const form = readForm(ctx, schema);
    if (!form.ok) {
      ctx.status = 422;
      return show(ctx, typedIn(ctx), form.errors);
    }
    const { command_id: key, name, slug, administrator, email } = form.value;
    try {
      const tenant = { key, name, slug, administrator: { name: administrator, email } };
      const id = await openTenant(orm, tenant, ctx.state.now);
      goTo(ctx, tenantPath(id), 'tenant_opened');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      ctx.status = refusalStatus(error.refusal.code);
      show(ctx, typedIn(ctx), errorsOf(error.refusal, fields));
    }
  };
}

function show(ctx: PageContext, typed: Readonly<Record<string, string>>, errors: FormErrors): void {
  render(ctx, 'platform/views/new-tenant', {
    title: ctx.state.translator.t('platform.new.title'),
    errors: errorsOnPage(errors, fields),
    commandId: commandIdFor(ctx),
    typed,
  });
}

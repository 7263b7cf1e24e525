import type { z } from 'zod';
import { inTenant, type TenantEm } from '../../../src/db/in-tenant.ts';
import { readPersonByEmail } from '../../../src/db/reading/agent-people.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { createApiKey, type KeyHolder } from '../../../src/host/api-keys/create-api-key.ts';
import { derivedId } from '../../../src/ids.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { commandIdFor, readForm, tickedIn, typedIn } from '../../forms/form.ts';
import { errorsOnPage, type FormErrors } from '../../forms/field-error.ts';
import { dayValue } from '../../forms/last-day.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { endOf, keyFields, keyForm, wrongTogether } from './key-form.ts';
import { showKey, showNoKeyAgain } from './show-key.ts';
import { integrationOptions, scopeOptions } from './labels.ts';

/** How long a key lasts unless its form says otherwise. */
const offeredDays = 365;

/** GET /settings/api-keys/new: the form for a key. */
export function newKeyPage(): Handler {
  return (ctx) => show(ctx, []);
}

/** POST /settings/api-keys/new: creates the key and shows it, which is possible only once. Sent twice, it creates one. */
export function newKey(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const form = readForm(ctx, keyForm);
    const wrong = form.ok ? wrongTogether(form.value, ctx.state.now) : form.errors;
    if (!form.ok || wrong.length > 0) return show(ctx, wrong, 422);
    const { command_id: key, name, scopes, expires } = form.value;
    const id = derivedId('api-key', tenantId, by, key);
    try {
      const made = await inTenant(deps.orm, tenantId, async (em) => {
        const holder = await holderOf(em, form.value);
        return createApiKey(em, tenantId, { id, name, scopes, for: holder, expiresAt: endOf(expires), by });
      });
      showKey(ctx, deps, made, null);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.refusal.code === 'key_shown') return showNoKeyAgain(ctx);
      show(ctx, [{ field: 'email', message: nobody }], 422);
    }
  };
}

const nobody = 'refusal.api_key.email_unknown';

async function holderOf(em: TenantEm, form: z.output<typeof keyForm>): Promise<KeyHolder> {
  if (form.for === 'integration') return { permissions: form.permissions };
  const person = await readPersonByEmail(em, form.email.trim());
  if (person === null) throw new Refused({ code: 'not_found', key: nobody, field: 'user' });
  return { userId: person.id };
}

function show(ctx: PageContext, errors: FormErrors, status = 200): void {
  const { translator } = ctx.state;
  const first = ctx.method === 'GET';
  const offered = new Date(ctx.state.now.getTime() + offeredDays * 24 * 60 * 60 * 1000).toISOString();
  ctx.status = status;
  render(ctx, 'settings/api-keys/views/new', {
    title: translator.t('settings.keys.form.title'),
    errors: errorsOnPage(errors, keyFields),
    commandId: commandIdFor(ctx),
    typed: first ? { expires: dayValue(offered) } : typedIn(ctx),
    scopes: first ? ['tickets:read'] : tickedIn(ctx, 'scopes'),
    permissions: tickedIn(ctx, 'permissions'),
    scopeOptions: scopeOptions(translator),
    integrationOptions: integrationOptions(translator),
  });
}

import { inTenant } from '../../src/db/in-tenant.ts';
import { readActivePeople } from '../../src/db/reading/agent-people.ts';
import { createAsset } from '../../src/host/assets/save-asset.ts';
import { derivedId } from '../../src/ids.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { commandIdFor, readForm, typedIn } from '../forms/form.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { assetFieldsOf, assetForm, assetFormFields, presentFields, unknownPerson } from './asset-form.ts';
import { goTo } from './flash.ts';
import { type Failure, failureOf } from './failure.ts';
import { assetPath } from './paths.ts';

const suggestions = 200;

/** GET /assets/new: the form for an asset. */
export function newAssetPage(deps: WebDeps): Handler {
  return (ctx) => show(ctx, deps, null);
}

/** POST /assets/new: adds the asset. Sent twice, it adds one. */
export function addAsset(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const form = readForm(ctx, assetForm);
    if (!form.ok) return show(ctx, deps, { status: 422, errors: form.errors });
    // The key includes the content: somebody who goes back and corrects the form asks for something else, and learns
    // what exists already.
    const { command_id: key, ...content } = form.value;
    const commandId = derivedId('asset', tenantId, by, key, JSON.stringify(content));
    const acting = { by, now: ctx.state.now, commandId };
    try {
      const id = await inTenant(deps.orm, tenantId, async (em) => {
        const fields = await assetFieldsOf(em, form.value);
        return fields === null ? null : createAsset(em, tenantId, fields, acting);
      });
      if (id === null) return await show(ctx, deps, { status: 422, errors: [unknownPerson] });
      goTo(ctx, assetPath(id), 'added');
    } catch (error) {
      await show(ctx, deps, failureOf(error, assetFormFields));
    }
  };
}

async function show(ctx: PageContext, { orm }: WebDeps, failure: Failure | null): Promise<void> {
  if (failure !== null) ctx.status = failure.status;
  const { t } = ctx.state.translator;
  const people = await inTenant(orm, principalOf(ctx).tenantId, (em) => readActivePeople(em, suggestions));
  render(ctx, 'assets/views/form', {
    title: t('assets.form.new'),
    errors: failure?.errors ?? [],
    commandId: commandIdFor(ctx),
    fields: presentFields(ctx.state.translator, typedIn(ctx), people),
    seenVersion: null,
    differences: [],
    action: '/assets/new',
    back: { href: '/assets', label: t('assets.list.title') },
    button: 'assets.form.add',
  });
}

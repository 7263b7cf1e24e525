import { z } from 'zod';
import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import { readActivePeople, readPeople } from '../../src/db/reading/agent-people.ts';
import type { Asset } from '../../src/db/reading/assets.ts';
import { checkLocation, checkSerialNumber } from '../../src/domain/asset-fields.ts';
import { Refused } from '../../src/domain/refusal.ts';
import { editAsset } from '../../src/host/assets/save-asset.ts';
import { derivedId } from '../../src/ids.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { commandIdFor, readForm, ruledField, sentField, typedIn } from '../forms/form.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { assetFieldsOf, assetForm, assetFormFields, personField, presentFields, unknownPerson } from './asset-form.ts';
import { goTo } from './flash.ts';
import { type Failure, failureOf } from './failure.ts';
import { assetInPath } from './frame.ts';
import { assetPath } from './paths.ts';
import { categoryLabel } from './labels.ts';

const suggestions = 200;

const schema = assetForm.extend({
  serial_number: sentField(ruledField(checkSerialNumber)),
  holder: sentField(personField),
  location: sentField(ruledField(checkLocation)),
  seen_version: z.coerce.number({ error: 'page.form.out_of_date' }).int().positive(),
});

/** GET /assets/:id/edit: the asset as it is, to be changed. */
export function editAssetPage(deps: WebDeps): Handler {
  return (ctx) => show(ctx, deps, null);
}

/** POST /assets/:id/edit: saves it, unless somebody has changed it since the form was loaded. */
export function saveAsset(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const asset = await inTenant(deps.orm, tenantId, (em) => assetInPath(ctx, em));
    const form = readForm(ctx, schema);
    if (!form.ok) return show(ctx, deps, { status: 422, errors: form.errors });
    const { command_id: key, seen_version: seenVersion, ...content } = form.value;
    // The key includes the content: somebody who goes back and sends the form with other content asks for another
    // change.
    const commandId = derivedId('asset-edit', tenantId, by, asset.id, key, JSON.stringify(content));
    try {
      const saved = await inTenant(deps.orm, tenantId, async (em) => {
        const fields = await assetFieldsOf(em, form.value, await holderOf(em, asset));
        if (fields === null) return false;
        const acting = { by, now: ctx.state.now, commandId };
        await editAsset(em, tenantId, { assetId: asset.id, seenVersion, fields }, acting);
        return true;
      });
      if (!saved) return await show(ctx, deps, { status: 422, errors: [unknownPerson] });
      goTo(ctx, assetPath(asset.id), 'saved');
    } catch (error) {
      const stale = error instanceof Refused && error.refusal.code === 'changed_meanwhile';
      await show(ctx, deps, failureOf(error, assetFormFields), stale);
    }
  };
}

/** The form; if somebody else changed the asset first, with its current values beside what was typed. */
async function show(ctx: PageContext, { orm }: WebDeps, failure: Failure | null, stale = false): Promise<void> {
  const { asset, holder, people } = await inTenant(orm, principalOf(ctx).tenantId, async (em) => {
    const found = await assetInPath(ctx, em);
    return { asset: found, holder: await holderOf(em, found), people: await readActivePeople(em, suggestions) };
  });
  if (failure !== null) ctx.status = failure.status;
  const { translator } = ctx.state;
  const now = valuesOf(asset, holder?.email ?? '');
  const typed = typedIn(ctx);
  const fields = presentFields(translator, { ...now, ...typed }, people);
  const differing = fields.filter(({ name, value }) => value !== now[name]);
  render(ctx, 'assets/views/form', {
    title: translator.t('assets.form.edit', { asset: asset.name }),
    errors: failure?.errors ?? [],
    commandId: commandIdFor(ctx),
    fields,
    // A form that failed for another reason still notices what has changed since it was loaded.
    seenVersion: stale ? asset.version : (typed.seen_version ?? asset.version),
    differences: stale
      ? differing.map(({ name, label }) => ({ label, now: shownValue(translator, name, now[name]) }))
      : [],
    action: assetPath(asset.id, '/edit'),
    back: { href: assetPath(asset.id), label: asset.name },
    button: 'assets.form.save',
  });
}

async function holderOf(em: TenantEm, { holderId }: Asset): Promise<{ id: string; email: string } | null> {
  return holderId === null ? null : ((await readPeople(em, [holderId]))[0] ?? null);
}

function valuesOf(asset: Asset, holder: string): Readonly<Record<(typeof assetFormFields)[number], string>> {
  return {
    name: asset.name,
    inventory_number: asset.inventoryNumber,
    category: asset.category,
    serial_number: asset.serialNumber ?? '',
    holder,
    location: asset.location ?? '',
  };
}

function shownValue({ t }: Translator, name: string, value: string): string {
  if (value === '') return t('assets.form.now_empty');
  return name === 'category' ? t(categoryLabel(value as Asset['category'])) : value;
}

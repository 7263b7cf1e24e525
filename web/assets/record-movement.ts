import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { readActivePeople } from '../../src/db/reading/agent-people.ts';
import { movementKinds } from '../../src/domain/asset.ts';
import { checkLocation, checkMovementNote } from '../../src/domain/asset-fields.ts';
import { recordMovement } from '../../src/host/assets/record-movement.ts';
import { derivedId } from '../../src/ids.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { choiceField, commandIdField, commandIdFor, readForm, ruledField, typedIn } from '../forms/form.ts';
import { findActivePerson } from '../forms/find-person.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { personField, unknownPerson } from './asset-form.ts';
import { goTo } from './flash.ts';
import { type Failure, failureOf } from './failure.ts';
import { assetInPath } from './frame.ts';
import { presentAsset } from './present-asset.ts';
import { assetPath } from './paths.ts';
import { kindLabel } from './labels.ts';

const suggestions = 200;

const fields = ['kind', 'happened_on', 'holder', 'location', 'note'];

const schema = z.object({
  command_id: commandIdField,
  kind: choiceField(movementKinds, 'assets.error.kind'),
  happened_on: z.iso.date({ error: 'assets.error.day' }),
  holder: personField,
  location: ruledField(checkLocation),
  note: ruledField(checkMovementNote),
});

/** GET /assets/:id/movements/new: what happened to the asset. */
export function newMovementPage(deps: WebDeps): Handler {
  return (ctx) => show(ctx, deps, null);
}

/** POST /assets/:id/movements/new: records a movement for good. Sent twice, it records one. */
export function addMovement(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const { id: assetId } = await inTenant(deps.orm, tenantId, (em) => assetInPath(ctx, em));
    const form = readForm(ctx, schema);
    if (!form.ok) return show(ctx, deps, { status: 422, errors: form.errors });
    const { command_id: key, kind, happened_on: day, holder, location: toLocation, note } = form.value;
    const happenedAt = timeOf(day, ctx.state.now);
    if (happenedAt === null) {
      const message = 'assets.error.day_to_come';
      return show(ctx, deps, { status: 422, errors: [{ field: 'happened_on', message }] });
    }
    const commandId = derivedId(
      'movement',
      tenantId,
      by,
      assetId,
      key,
      JSON.stringify({ ...form.value, command_id: '' }),
    );
    try {
      const recorded = await inTenant(deps.orm, tenantId, async (em) => {
        const person = holder === '' ? null : await findActivePerson(em, holder);
        if (person === null && holder !== '') return false;
        const movement = { assetId, kind, toHolderId: person?.id ?? null, toLocation, note, happenedAt };
        await recordMovement(em, tenantId, movement, { by, now: ctx.state.now, commandId });
        return true;
      });
      if (!recorded) return await show(ctx, deps, { status: 422, errors: [unknownPerson] });
      goTo(ctx, assetPath(assetId, '/movements'), 'moved');
    } catch (error) {
      await show(ctx, deps, failureOf(error, fields));
    }
  };
}

/** When it happened: now if today, noon (UTC) of an earlier day; null for a day to come. */
function timeOf(day: string, now: Date): Date | null {
  const today = now.toISOString().slice(0, 10);
  if (day > today) return null;
  return day === today ? now : new Date(`${day}T12:00:00Z`);
}

async function show(ctx: PageContext, { orm }: WebDeps, failure: Failure | null): Promise<void> {
  const { t } = ctx.state.translator;
  const { tenantId, userId } = principalOf(ctx);
  const { asset, people } = await inTenant(orm, tenantId, async (em) => ({
    asset: await assetInPath(ctx, em),
    people: await readActivePeople(em, suggestions),
  }));
  if (failure !== null) ctx.status = failure.status;
  const today = ctx.state.now.toISOString().slice(0, 10);
  render(ctx, 'assets/views/new-movement', {
    title: t('assets.record.title_of', { asset: asset.name }),
    errors: failure?.errors ?? [],
    commandId: commandIdFor(ctx),
    asset: presentAsset(ctx.state.translator, asset, userId),
    typed: { happened_on: today, ...typedIn(ctx) },
    today,
    kinds: movementKinds.map((value) => ({ value, label: t(kindLabel(value)), hint: t(`assets.kind_hint.${value}`) })),
    people,
    action: assetPath(asset.id, '/movements/new'),
    back: assetPath(asset.id, '/movements'),
  });
}

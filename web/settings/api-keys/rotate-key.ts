import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import type { ListedKey } from '../../../src/db/reading/settings-keys.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { rotateApiKey } from '../../../src/host/api-keys/rotate-api-key.ts';
import { derivedId } from '../../../src/ids.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { refusalStatus } from '../../http/errors.ts';
import { choiceField, commandIdField, errorsOf, commandIdFor, readForm, typedIn } from '../../forms/form.ts';
import type { FormErrors } from '../../forms/field-error.ts';
import { dayHasPassed, dayValue, lastDayField } from '../../forms/last-day.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { endOf, hasPassed } from './key-form.ts';
import { goTo } from './flash.ts';
import { keysPath } from './paths.ts';
import { presentKey } from './present-key.ts';
import { keyInPath } from './revoke-key.ts';
import { showKey, showNoKeyAgain } from './show-key.ts';

/** For how many hours the old key keeps working. */
const overlaps = ['0', '1', '24', '168'] as const;

const schema = z.object({
  command_id: commandIdField,
  overlap: choiceField(overlaps, 'settings.keys.error.overlap'),
  expires: lastDayField,
});

/** GET /settings/api-keys/:id/rotate: the form for replacing the key. */
export function rotatePage(deps: WebDeps): Handler {
  return async (ctx) => {
    const key = await keyInPath(ctx, deps);
    if (presentKey(ctx.state.translator, key, ctx.state.now).rotate === null) return goTo(ctx, keysPath);
    show(ctx, key, []);
  };
}

/**
 * POST /settings/api-keys/:id/rotate: creates the new key and shows it, which is possible only once; the old one keeps
 * working for a while.
 */
export function rotateKey(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const { now } = ctx.state;
    const key = await keyInPath(ctx, deps);
    const form = readForm(ctx, schema);
    if (!form.ok) return show(ctx, key, form.errors, 422);
    const { command_id: commandId, overlap, expires } = form.value;
    if (hasPassed(expires, now)) return show(ctx, key, [{ field: 'expires', message: dayHasPassed }], 422);
    const rotation = {
      id: key.id,
      newId: derivedId('api-key', tenantId, by, key.id, commandId),
      oldUntil: new Date(now.getTime() + Number(overlap) * 60 * 60 * 1000),
      expiresAt: endOf(expires),
      by,
      now,
    };
    try {
      const made = await inTenant(deps.orm, tenantId, (em) => rotateApiKey(em, tenantId, rotation));
      showKey(ctx, deps, made, rotation.oldUntil);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { refusal } = error;
      if (refusal.code === 'key_shown') return showNoKeyAgain(ctx);
      show(ctx, key, errorsOf(refusal, []), refusalStatus(refusal.code));
    }
  };
}

function show(ctx: PageContext, key: ListedKey, errors: FormErrors, status = 200): void {
  const { now, translator } = ctx.state;
  const { t } = translator;
  ctx.status = status;
  render(ctx, 'settings/api-keys/views/rotate', {
    title: t('settings.keys.rotation.title', { name: key.name }),
    errors: errors.map((error) => (error.field === 'command_id' ? { ...error, field: '' } : error)),
    commandId: commandIdFor(ctx),
    key: presentKey(translator, key, now),
    typed: ctx.method === 'GET' ? { overlap: '24', expires: dayValue(sameSpan(key, now)) } : typedIn(ctx),
    overlapOptions: overlaps.map((value) => ({ value, label: t(`settings.keys.rotation.overlap_${value}`) })),
    back: keysPath,
  });
}

/** The end of the new key: it lasts as long as the old one did when it was created. */
function sameSpan({ createdAt, expiresAt }: ListedKey, now: Date): string | null {
  if (expiresAt === null) return null;
  return new Date(now.getTime() + (expiresAt.getTime() - createdAt.getTime())).toISOString();
}

import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { type Preferences, readPreferences, savePreferences } from '../../src/host/identity/preferences.ts';
import { queueAddress } from '../../src/settings/queue-address.ts';
import { readTenantReading } from '../../src/settings/tenant-reading.ts';
import { choicesField, choiceField, readForm, tickedIn, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { seeOther } from '../http/redirect.ts';
import { render } from '../page/render.ts';
import { languageHint, languageOptions, languagesFor, timeZoneOptions, timeZonesFor } from './reading-choices.ts';

/** The form for whoever has these preferences so far. */
const formFor = (now: Preferences) =>
  z.object({
    queue: choicesField(['mail'], 'me.preferences.queue_wrong'),
    language: choiceField(['', ...languagesFor(now)], 'me.preferences.choose_language'),
    time_zone: choiceField(['', ...timeZonesFor(now)], 'me.preferences.choose_time_zone'),
  });

/** GET and POST /me: the language and time zone that the person reads in (R41), and which mails they want (R16). */
export function preferences({ orm }: WebDeps) {
  return {
    show: (ctx: PageContext) => show(ctx, []),

    save: async (ctx: PageContext): Promise<void> => {
      const { tenantId, userId } = principalOf(ctx);
      const now = await inTenant(orm, tenantId, (em) => readPreferences(em, tenantId, userId));
      const read = readForm(ctx, formFor(now));
      if (!read.ok) {
        ctx.status = 422;
        return show(ctx, read.errors);
      }
      const { queue } = read.value;
      await inTenant(orm, tenantId, (em) =>
        savePreferences(em, tenantId, userId, {
          language: read.value.language || null,
          timeZone: read.value.time_zone || null,
          // Whoever is not an agent has no box to tick; what they chose as an agent is kept.
          queueOptOut: isAgent(ctx) ? queue.length === 0 : now.queueOptOut,
        }),
      );
      seeOther(ctx, '/me?saved');
    },
  };

  async function show(ctx: PageContext, errors: FormErrors): Promise<void> {
    const { tenantId, userId, email } = principalOf(ctx);
    const { translator } = ctx.state;
    const { now, tenant, queue } = await inTenant(orm, tenantId, async (em) => ({
      now: await readPreferences(em, tenantId, userId),
      tenant: await readTenantReading(em, tenantId),
      queue: await queueAddress(em, tenantId),
    }));
    const failed = errors.length > 0;
    const typed = typedIn(ctx);
    render(ctx, 'me/views/preferences', {
      title: translator.t('me.preferences.title'),
      errors,
      saved: 'saved' in ctx.query && !failed,
      email,
      isAgent: isAgent(ctx),
      queueAddress: queue,
      queue: failed ? tickedIn(ctx, 'queue') : now.queueOptOut ? [] : ['mail'],
      language: failed ? typed['language'] : (now.language ?? ''),
      languageHint: languageHint(now),
      languageOptions: languageOptions(translator, now, tenant),
      timeZone: failed ? typed['time_zone'] : (now.timeZone ?? ''),
      timeZoneOptions: timeZoneOptions(translator, now, tenant),
    });
  }
}

function isAgent(ctx: PageContext): boolean {
  return principalOf(ctx).permissions.includes('tickets:manage');
}

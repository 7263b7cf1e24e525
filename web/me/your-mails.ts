import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { languageCodes, languages } from '../../src/domain/languages.ts';
import { readMailPreferences, saveMailPreferences } from '../../src/host/identity/mail-preferences.ts';
import { queueAddress } from '../../src/settings/queue-address.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { choicesField, choiceField, readForm, tickedIn, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { render } from '../page/render.ts';
import { seeOther } from '../http/redirect.ts';

const languageOptions = languageCodes.map((value) => ({ value, label: languages[value] }));

const form = z.object({
  queue: choicesField(['mail'], 'Tick it or leave it.'),
  language: choiceField(languageCodes as [(typeof languageCodes)[number]], 'Choose a language.'),
});

/** GET and POST /me: which mails the person wants (R16). */
export function yourMails({ orm }: WebDeps) {
  return {
    show: (ctx: PageContext) => show(ctx, []),

    save: async (ctx: PageContext): Promise<void> => {
      const read = readForm(ctx, form);
      if (!read.ok) {
        ctx.status = 422;
        return show(ctx, read.errors);
      }
      const { tenantId, userId } = principalOf(ctx);
      const { language, queue } = read.value;
      await inTenant(orm, tenantId, async (em) => {
        const now = await readMailPreferences(em, tenantId, userId);
        // Whoever is not an agent has no box to tick; what they chose as an agent is kept.
        const queueOptOut = isAgent(ctx) ? queue.length === 0 : now.queueOptOut;
        await saveMailPreferences(em, tenantId, userId, { language, queueOptOut });
      });
      seeOther(ctx, '/me?saved');
    },
  };

  async function show(ctx: PageContext, errors: FormErrors): Promise<void> {
    const { tenantId, userId, email } = principalOf(ctx);
    const { wishes, queue } = await inTenant(orm, tenantId, async (em) => ({
      wishes: await readMailPreferences(em, tenantId, userId),
      queue: await queueAddress(em, tenantId),
    }));
    const failed = errors.length > 0;
    render(ctx, 'me/views/your-mails', {
      title: 'Your mails',
      errors,
      saved: 'saved' in ctx.query && !failed,
      email,
      isAgent: isAgent(ctx),
      queueAddress: queue,
      queue: failed ? tickedIn(ctx, 'queue') : wishes.queueOptOut ? [] : ['mail'],
      language: failed ? typedIn(ctx).language : wishes.language,
      languageOptions,
    });
  }
}

function isAgent(ctx: PageContext): boolean {
  return principalOf(ctx).permissions.includes('tickets:manage');
}

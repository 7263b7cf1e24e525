import { inTenant } from '../../src/db/in-tenant.ts';
import { dropKeptForm, findKeptForm } from '../../src/host/identity/kept-forms.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { type FormFields, type PageContext, type WebDeps } from '../http/context.ts';
import { seeOther } from '../http/redirect.ts';
import { longText } from '../page/long-text.ts';
import { render } from '../page/render.ts';

/** Where a person finds the form that came after their session had ended. */
export const keptFormPath = '/kept-form';

/** GET /kept-form: what the person typed, to send it now. POST forgets it. */
export function keptForm({ orm }: Pick<WebDeps, 'orm'>) {
  return {
    show: async (ctx: PageContext): Promise<void> => {
      const { principal, translator } = ctx.state;
      const kept = principal && (await inTenant(orm, principal.tenantId, (em) => findKeptForm(em, principal.userId)));
      if (kept === null) return seeOther(ctx, '/');
      render(ctx, 'session/views/kept-form', {
        title: translator.t('page.kept_form.title'),
        action: kept.path,
        fields: pairsIn(kept.fields),
        texts: textsIn(kept.fields).map((body) =>
          longText({ body, isWhole: true, bytes: Buffer.byteLength(body) }, { href: '', open: false }),
        ),
      });
    },

    discard: async (ctx: PageContext): Promise<void> => {
      const { principal } = ctx.state;
      if (principal !== null) await inTenant(orm, principal.tenantId, (em) => dropKeptForm(em, principal.userId));
      seeOther(ctx, '/');
    },
  };
}

/** Names and values as the form sends them again. */
function pairsIn(fields: FormFields): (readonly [name: string, value: string])[] {
  return Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value] as const));
}

/** What the person typed; the rest are choices, and what the form carried along. */
function textsIn(fields: FormFields): string[] {
  return pairsIn(fields)
    .filter(([name, value]) => value.trim().length > 1 && !name.startsWith('seen_') && !isUuid(value))
    .map(([, value]) => value);
}

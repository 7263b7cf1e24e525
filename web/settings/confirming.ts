import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import { mayChangeSettings, namesOfPeople } from '../../src/db/reading/settings-groups.ts';
import type { AccessChange } from '../../src/host/permissions/change-access.ts';
import { startInBackground } from '../http/after-commit.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { typedIn } from '../forms/form.ts';
import { render } from '../page/render.ts';
import { type Loss, lossLines, mostNamed } from './present-loss.ts';
import { seeOther } from '../http/redirect.ts';

/** What a form asks for that may take access from people, and how to ask back. */
export type Wish = Readonly<{
  question: string;
  button: string;
  /** Sent again with the confirmation. */
  fields: readonly (readonly [name: string, value: string])[];
  /** Where whoever thinks better of it goes. */
  back: string;
  change: (em: TenantEm) => Promise<AccessChange<void>>;
  /** Leads on; `releasing`: active tickets are going back to the queue. */
  done: (releasing: boolean) => void;
  refused: (error: unknown) => Promise<void>;
}>;

/** Undoes what was made, for somebody would lose something that nobody has confirmed. */
class Unconfirmed extends Error {
  override name = 'Unconfirmed';
  readonly loss: Loss;

  constructor(loss: Loss) {
    super('Not confirmed');
    this.loss = loss;
  }
}

/**
 * Makes the change and leads on. Where it would take tickets:manage from anybody, or settings:manage from the one who
 * asks, it is undone and asked about first, unless the form carries `confirmed=yes`. Look and change are one transaction,
 * so what nobody was asked about is not taken away by something that came in between.
 */
export async function carryOut(ctx: PageContext, deps: WebDeps, wish: Wish): Promise<void> {
  const { tenantId, userId } = principalOf(ctx);
  const confirmed = typedIn(ctx).confirmed === 'yes';
  try {
    const { tickets, loss } = await inTenant(deps.orm, tenantId, async (em) => {
      const change = await wish.change(em);
      const found = await lossOf(em, change, userId);
      if (!confirmed && (found.people > 0 || found.ownSettings)) throw new Unconfirmed(found);
      return { tickets: change.tickets, loss: found };
    });
    if (tickets > 0) startInBackground(ctx, deps.operations, (each) => each.releaseTickets(tenantId));
    if (!loss.ownSettings) return wish.done(tickets > 0);
    // The pages of Settings are closed to them from now on.
    seeOther(ctx, '/');
  } catch (error) {
    if (error instanceof Unconfirmed) return ask(ctx, wish, error.loss);
    await wish.refused(error);
  }
}

async function lossOf(em: TenantEm, { lost, tickets }: AccessChange<void>, userId: string): Promise<Loss> {
  return {
    people: lost.length,
    names: await namesOfPeople(em, lost, mostNamed),
    tickets,
    ownSettings: !(await mayChangeSettings(em, userId)),
  };
}

function ask(ctx: PageContext, { question, button, fields, back }: Wish, loss: Loss): void {
  render(ctx, 'settings/views/confirm', {
    title: question,
    action: ctx.path,
    back,
    lines: lossLines(loss),
    fields: [...fields, ['confirmed', 'yes']],
    button,
  });
}

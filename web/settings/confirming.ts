import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import { mayChangeSettings, namesOfPeople } from '../../src/db/reading/settings-groups.ts';
import type { AccessChange } from '../../src/host/permissions/change-access.ts';
import { startInBackground } from '../http/after-commit.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { typedIn } from '../forms/form.ts';
import { render } from '../page/render.ts';
import { type Loss, lossLines, mostNamed } from './present-loss.ts';
import { seeOther } from '../http/redirect.ts';

/** A change that may take access from people, and the question that confirms it. */
export type Wish = Readonly<{
  question: string;
  button: string;
  /** The fields to send again with the confirmation. */
  fields: readonly (readonly [name: string, value: string])[];
  /** The address for cancelling. */
  back: string;
  change: (em: TenantEm) => Promise<AccessChange<void>>;
  /** Redirects; `releasing`: active tickets are going back to the queue. */
  done: (releasing: boolean) => void;
  refused: (error: unknown) => Promise<void>;
}>;

/** Rolls the change back, because somebody would lose something without a confirmation. */
class Unconfirmed extends Error {
  override name = 'Unconfirmed';
  readonly loss: Loss;

  constructor(loss: Loss) {
    super('Not confirmed');
    this.loss = loss;
  }
}

/**
 * Makes the change and redirects. If it would take tickets:manage from anybody, or settings:manage from the person who
 * makes it, it is rolled back and needs a confirmation first, unless the form carries `confirmed=yes`. Check and change
 * are one transaction, so nothing that came in between is taken away unconfirmed.
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
    // They can no longer open the pages of Settings.
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
    lines: lossLines(ctx.state.translator, loss),
    fields: [...fields, ['confirmed', 'yes']],
    button,
  });
}

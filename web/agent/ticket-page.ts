import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import { markSeen, readTicketByNumber } from '../../src/db/reading/agent-ticket.ts';
import { findNumbered } from '../../src/db/search/find-numbered.ts';
import { anAgent } from '../../src/db/search/searcher.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { linksShown } from '../http/links-shown.ts';
import { render } from '../page/render.ts';
import { windowIn } from './conversation-window.ts';
import { doneIn } from './done.ts';
import { listInAddress, numberInPath, otherNumber } from './find-ticket.ts';
import { assetSearchIn } from './load-links.ts';
import { loadTicket } from './load-ticket.ts';
import { ticketHref } from './present-queue.ts';
import { presentTicket } from './present-ticket.ts';
import { type FailedForm, presentForms } from './ticket-forms-model.ts';
import { seeOther } from '../http/redirect.ts';

/** A ticket with its conversation, history and mails. Opening it marks it read. */
export function ticketPage(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const other = await otherNumber(ctx, deps);
    if (other === null) return showTicket(ctx, deps, null);
    seeOther(ctx, ticketHref(other, listInAddress(ctx)));
  };
}

/** Answers with the ticket's page; after a failed form with its status, its errors and what was typed. */
export async function showTicket(ctx: PageContext, { orm }: WebDeps, failed: FailedForm | null): Promise<void> {
  const principal = principalOf(ctx);
  const number = numberInPath(ctx);
  const loaded = await inTenant(orm, principal.tenantId, async (em) => {
    const ticket = await readTicketByNumber(em, number);
    if (ticket === null) return { elsewhere: await numberMeant(em, number) };
    await markSeen(em, principal.userId, ticket);
    return {
      elsewhere: null,
      ...(await loadTicket(em, ticket, {
        userId: principal.userId,
        timeZone: ctx.state.translator.timeZone,
        from: listInAddress(ctx),
        window: windowIn(ctx),
        links: linksShown(principal, ctx.state.now),
        assetSearch: assetSearchIn(ctx),
      })),
    };
  });
  if (loaded.elsewhere !== null) {
    seeOther(ctx, ticketHref(loaded.elsewhere, listInAddress(ctx)));
    return;
  }
  const model = presentTicket(loaded, { principal, now: ctx.state.now, translator: ctx.state.translator });
  if (failed !== null) {
    ctx.status = failed.failure.status;
    ctx.set({ ...failed.failure.headers });
  }
  render(ctx, 'agent/views/ticket', {
    ...model,
    ...presentForms(failed, model.actions),
    title: `${loaded.ticket.number} ${loaded.ticket.title}`,
    done: failed === null ? doneIn(ctx, { reporter: model.reporter.name, assignee: model.assignee }) : null,
    layout: 'wide',
  });
}

/** The number of the ticket that is meant, which may have another prefix of the tenant; 404 if there is none. */
async function numberMeant(em: TenantEm, number: string): Promise<string> {
  const meant = await findNumbered(em, number, anAgent);
  if (meant === null) throw new Problem(404, 'not_found');
  return meant.number;
}

import { stuckTickets } from '../../src/db/upkeep/stuck-tickets.ts';
import type { WebDeps } from '../http/context.ts';
import type { Handler } from '../http/route.ts';
import { render } from '../page/render.ts';
import { flashIn } from './flash.ts';
import { stuckLine } from './present-stuck.ts';

/** For how long a healed ticket stays in the list, in ms. */
const listedFor = 7 * 24 * 60 * 60 * 1000;

const atMost = 200;

/**
 * GET /platform/workflows: tickets whose workflow did not answer or cannot go on, and those that were restarted within the
 * last week. They are listed by number only, each with a link to its workflow in the Temporal UI, which shows the contents
 * of every tenant and is for the platform team alone.
 */
export function workflowsPage({ orm, config }: WebDeps): Handler {
  return async (ctx) => {
    const { now, translator } = ctx.state;
    const tickets = await stuckTickets(orm, { healedSince: new Date(now.getTime() - listedFor), atMost });
    const lines = tickets.map((ticket) => stuckLine(ticket, config));
    render(ctx, 'platform/views/workflows', {
      title: translator.t('platform.workflows.title'),
      flash: flashIn(ctx),
      stuck: lines.filter(({ healed }) => !healed),
      healed: lines.filter(({ healed }) => healed),
      cut: tickets.length === atMost ? atMost : null,
      temporalUiUrl: config.temporalUiUrl ?? null,
    });
  };
}

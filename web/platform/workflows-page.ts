import { stuckTickets } from '../../src/db/upkeep/stuck-tickets.ts';
import type { WebDeps } from '../http/context.ts';
import type { Handler } from '../http/route.ts';
import { render } from '../page/render.ts';
import { bannerOf } from './done.ts';
import { stuckLine } from './present-stuck.ts';

/** For how long a ticket that was healed is listed, in ms. */
const listedFor = 7 * 24 * 60 * 60 * 1000;

const atMost = 200;

/**
 * GET /platform/workflows: tickets whose workflows gave no answer or cannot go on, and those that were restarted within a
 * week; by number alone, each with the way to its workflow in the Temporal UI, which shows every tenant's contents and is
 * for the platform team only.
 */
export function workflowsPage({ orm, config }: WebDeps): Handler {
  return async (ctx) => {
    const { now } = ctx.state;
    const tickets = await stuckTickets(orm, { healedSince: new Date(now.getTime() - listedFor), atMost });
    const lines = tickets.map((ticket) => stuckLine(ticket, config));
    render(ctx, 'platform/views/workflows', {
      title: 'Workflows',
      banner: bannerOf(ctx),
      stuck: lines.filter(({ healed }) => !healed),
      healed: lines.filter(({ healed }) => healed),
      cut: tickets.length === atMost ? atMost : null,
      temporalUiUrl: config.temporalUiUrl ?? null,
    });
  };
}

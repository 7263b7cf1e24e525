import type { OfReporter } from '../../src/db/reading/tickets-of-asset.ts';
import { hasFlag } from '../../src/domain/licence.ts';
import type { Principal } from '../http/context.ts';
import { linksShown } from '../http/links-shown.ts';

/**
 * What the person may see of the tickets about assets. `links` and `movements`: whether tickets are linked to assets
 * and to movements at all now (R29, R30). Agents see all tickets, everybody else their own; `href` is where they read
 * one.
 */
export type TicketReader = Readonly<{
  links: boolean;
  movements: boolean;
  reporterId: OfReporter;
  href: (number: string) => string | null;
}>;

/** What the person may see of the tickets about assets, by the licence and permissions of this request. */
export function ticketReaderOf(principal: Principal, now: Date): TicketReader {
  const { licence, userId } = principal;
  const { assets: links, movements } = linksShown(principal, now);
  const works = worksTickets(principal, now);
  const root = works ? '/tickets' : hasFlag(licence, 'end_user_portal', now) ? '/desk' : null;
  return {
    links,
    movements,
    reporterId: works ? null : userId,
    href: (number) => root && `${root}/${number}`,
  };
}

/**
 * The address of "Report issue": the agents' form for agents, the desk's for others (R26). Null for whoever may not
 * create tickets, while assets are not linked to tickets, and if neither form is open to the person.
 */
export function reportHref(
  principal: Principal,
  now: Date,
  about: Readonly<{ assetId: string; movementId?: string }>,
): string | null {
  const { licence, permissions } = principal;
  if (!permissions.includes('tickets:create') || !linksShown(principal, now).assets) return null;
  const form = worksTickets(principal, now)
    ? '/tickets/new'
    : hasFlag(licence, 'end_user_portal', now)
      ? '/desk/new'
      : null;
  const movement = about.movementId === undefined ? '' : `&movement=${about.movementId}`;
  return form && `${form}?asset=${about.assetId}${movement}`;
}

function worksTickets({ licence, permissions }: Principal, now: Date): boolean {
  return hasFlag(licence, 'agent_portal', now) && permissions.includes('tickets:manage');
}

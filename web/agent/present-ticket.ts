import type { Ticket } from '../../src/domain/ticket.ts';
import { wholeText } from '../../src/db/reading/event-texts.ts';
import type { Principal } from '../http/context.ts';
import { longText } from '../page/long-text.ts';
import { entryHref } from './conversation-window.ts';
import { type LoadedTicket, shownBeside } from './load-ticket.ts';
import { type Names, namesOf } from './names.ts';
import { agentField } from './agent-choices.ts';
import { areMailsUsedUp, mailsReporter, presentActions } from './present-actions.ts';
import { presentConversation, presentSolution } from './present-conversation.ts';
import { presentHistory } from './present-history.ts';
import { presentLinks } from './present-links.ts';
import { presentMails } from './present-mails.ts';
import { ticketHref } from './present-queue.ts';
import { parseQueueQuery, queueHref } from './queue-query.ts';
import { channelLabels, viewLabels } from './labels.ts';

/** The model of the ticket page, without its forms. */
export function presentTicket(loaded: LoadedTicket, asking: { principal: Principal; now: Date }) {
  const { principal, now } = asking;
  const { ticket, list } = loaded;
  const names = namesOf(loaded);
  const reporter = loaded.people.get(ticket.reporterId);
  const link = (number: string) => ticketHref(number, list.search);
  const actions = presentActions(loaded, principal, now);
  return {
    ticket,
    me: principal.userId,
    description: longText(wholeText(loaded.description), { href: link(ticket.number), open: false }),
    reporter: {
      name: names.person(ticket.reporterId),
      email: reporter?.email ?? '',
      active: reporter?.active ?? false,
    },
    assignee: ticket.assigneeId === null ? null : names.person(ticket.assigneeId),
    mine: ticket.assigneeId === principal.userId,
    actions,
    conversation: presentConversation(loaded),
    solution: presentSolution(loaded),
    seenPublic: loaded.seenPublic,
    mailed: mailedNote(loaded, principal, now),
    properties: properties(ticket),
    assigneeField: assigneeField(loaded, principal),
    otherTickets: loaded.otherTickets.slice(0, shownBeside.otherTickets),
    moreOtherTickets: loaded.otherTickets.length > shownBeside.otherTickets,
    reporterHref: `/tickets?view=all&reporter=${ticket.reporterId}`,
    earlier: loaded.earlier,
    later: loaded.later.slice(0, shownBeside.followUps),
    moreFollowUpsHref:
      loaded.later.length > shownBeside.followUps ? `/tickets?view=all&follow_up_of=${ticket.id}` : null,
    links: presentLinks(loaded),
    mails: presentMails(loaded.notices.slice(0, shownBeside.mails)),
    moreMailsHref: loaded.notices.length > shownBeside.mails ? ticketHref(ticket.number, list.search, '/mails') : null,
    history: presentHistory(ticket, loaded.history.slice(0, shownBeside.history), loaded),
    moreHistoryHref:
      loaded.history.length > shownBeside.history ? ticketHref(ticket.number, list.search, '/history') : null,
    list: {
      ...backTo(list.search),
      from: list.search,
      previous: list.previous && link(list.previous),
      next: list.next && link(list.next),
    },
    href: (part = '') => ticketHref(ticket.number, list.search, part),
    entryHref: (sequence: number) => entryHref(ticket.number, sequence),
  };
}

/** The link back to the list that the person came from. */
function backTo(search: string) {
  const { query } = parseQueueQuery(search);
  return { href: queueHref(query), label: viewLabels[query.filter.view] };
}

function properties(ticket: Ticket): { label: string; at?: Date; text?: string }[] {
  const waiting = ticket.waitingSince && {
    label: ticket.waitingFor === 'agent' ? 'Waiting for us' : 'Waiting for the reporter',
    at: new Date(ticket.waitingSince),
  };
  return [
    { label: 'Filed through', text: channelLabels[ticket.channel] },
    { label: 'Created', at: new Date(ticket.createdAt) },
    { label: 'Updated', at: new Date(ticket.updatedAt) },
    ...(waiting ? [waiting] : []),
    ...(ticket.firstPublicReplyAt === null ? [] : [{ label: 'First reply', at: new Date(ticket.firstPublicReplyAt) }]),
    ...(ticket.resolvedAt === null ? [] : [{ label: 'Resolved', at: new Date(ticket.resolvedAt) }]),
    ...(ticket.finishedAt === null ? [] : [{ label: 'Finished', at: new Date(ticket.finishedAt) }]),
    ...(ticket.reopenedCount === 0
      ? []
      : [{ label: 'Reopened', text: ticket.reopenedCount === 1 ? 'once' : `${ticket.reopenedCount} times` }]),
    ...(ticket.externalRef === null ? [] : [{ label: 'External reference', text: ticket.externalRef }]),
  ];
}

/** The people to whom the ticket can be assigned. The assignee is one of them, even after losing the permission. */
function assigneeField({ ticket, agents, people }: LoadedTicket, principal: Principal) {
  const holder = ticket.assigneeId === null ? undefined : people.get(ticket.assigneeId);
  const listed = holder === undefined || agents.some(({ id }) => id === holder.id) ? agents : [...agents, holder];
  const nobody = ticket.status === 'open' || ticket.assigneeId === null ? 'Nobody' : 'Nobody: give back to the queue';
  const field = agentField(
    listed.map((person) => (person.id === principal.userId ? { ...person, name: `${person.name} (me)` } : person)),
    { others: [{ value: '', label: nobody }], hint: 'An agent’s e-mail address; empty is nobody.' },
  );
  return { ...field, value: (field.kind === 'select' ? ticket.assigneeId : holder?.email) ?? '' };
}

/** What the composer says about who is mailed. */
function mailedNote(loaded: LoadedTicket, principal: Principal, now: Date): string {
  const { ticket, people } = loaded;
  const names: Names = namesOf(loaded);
  const reporter = people.get(ticket.reporterId);
  if (ticket.reporterId === principal.userId) {
    const reader =
      ticket.assigneeId === null || ticket.assigneeId === principal.userId
        ? 'The agents'
        : names.person(ticket.assigneeId);
    return `You reported this ticket: ${reader} will read it.`;
  }
  if (mailsReporter(loaded, principal, now))
    return `Mailed to ${names.person(ticket.reporterId)}, ${reporter?.email ?? ''}.`;
  if (reporter?.active !== true) return `${names.person(ticket.reporterId)} is no longer active and gets no mail.`;
  const why = areMailsUsedUp(principal) ? 'The mails of this month are used up' : 'Mails are switched off';
  return `${why}: ${names.person(ticket.reporterId)} reads it in the desk.`;
}

import type { Ticket } from '../../src/domain/ticket.ts';
import { wholeText } from '../../src/db/reading/event-texts.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { longText } from '../page/long-text.ts';
import { entryHref } from './conversation-window.ts';
import { type LoadedTicket, shownBeside } from './load-ticket.ts';
import { namesOf } from './names.ts';
import { agentField } from './agent-choices.ts';
import { areMailsUsedUp, mailsReporter, presentActions, type Reading } from './present-actions.ts';
import { presentConversation, presentSolution } from './present-conversation.ts';
import { presentProperties } from './present-edit.ts';
import { presentHistory } from './present-history.ts';
import { presentLinks } from './present-links.ts';
import { presentMails } from './present-mails.ts';
import { ticketHref } from './present-queue.ts';
import { parseQueueQuery, queueHref } from './queue-query.ts';
import { reporterSays } from '../../src/domain/reporter-says.ts';

/** The model of the ticket page, without its forms. */
export function presentTicket(loaded: LoadedTicket, reading: Reading) {
  const { principal, translator } = reading;
  const { ticket, list } = loaded;
  const names = namesOf(loaded, translator);
  const reporter = loaded.people.get(ticket.reporterId);
  const link = (number: string) => ticketHref(number, list.search);
  const actions = presentActions(loaded, reading);
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
    says: reporterSays(ticket),
    mine: ticket.assigneeId === principal.userId,
    actions,
    conversation: presentConversation(loaded, translator),
    solution: presentSolution(loaded, translator),
    seenPublic: loaded.seenPublic,
    mailed: mailedNote(loaded, reading),
    properties: properties(ticket, translator),
    propertyFields: actions.mayEdit ? presentProperties(ticket, translator) : [],
    assigneeField: assigneeField(loaded, reading),
    assigneeNamed: (typed: string) => assigneeNamed(loaded, typed, reading),
    otherTickets: loaded.otherTickets.slice(0, shownBeside.otherTickets),
    moreOtherTickets: loaded.otherTickets.length > shownBeside.otherTickets,
    reporterHref: `/tickets?view=all&reporter=${ticket.reporterId}`,
    earlier: loaded.earlier,
    later: loaded.later.slice(0, shownBeside.followUps),
    moreFollowUpsHref:
      loaded.later.length > shownBeside.followUps ? `/tickets?view=all&follow_up_of=${ticket.id}` : null,
    links: presentLinks(loaded, translator),
    mails: presentMails(loaded.notices.slice(0, shownBeside.mails), translator),
    moreMailsHref: loaded.notices.length > shownBeside.mails ? ticketHref(ticket.number, list.search, '/mails') : null,
    history: presentHistory(ticket, loaded.history.slice(0, shownBeside.history), { known: loaded, translator }),
    moreHistoryHref:
      loaded.history.length > shownBeside.history ? ticketHref(ticket.number, list.search, '/history') : null,
    list: {
      ...backTo(list.search, translator),
      from: list.search,
      previous: list.previous && link(list.previous),
      next: list.next && link(list.next),
    },
    href: (part = '') => ticketHref(ticket.number, list.search, part),
    entryHref: (sequence: number) => entryHref(ticket.number, sequence),
  };
}

/** The link back to the list that the person came from. */
function backTo(search: string, { t }: Translator) {
  const { query } = parseQueueQuery(search);
  return { href: queueHref(query), label: t(`agent.view.${query.filter.view}`) };
}

function properties(ticket: Ticket, { t }: Translator): { label: string; at?: Date; text?: string }[] {
  const moment = (label: MessageKey, at: string | null) => (at === null ? [] : [{ label: t(label), at: new Date(at) }]);
  const waitingFor = ticket.waitingFor === 'agent' ? 'agent.side.waiting_for_us' : 'agent.side.waiting_for_reporter';
  return [
    { label: t('agent.side.filed_through'), text: t(`ticket.channel.${ticket.channel}`) },
    ...moment('agent.side.created', ticket.createdAt),
    ...moment('agent.side.updated', ticket.updatedAt),
    ...moment(waitingFor, ticket.waitingSince),
    ...moment('agent.side.first_reply', ticket.firstPublicReplyAt),
    ...moment('agent.side.resolved', ticket.resolvedAt),
    ...moment('agent.side.finished', ticket.finishedAt),
    ...(ticket.reopenedCount === 0
      ? []
      : [{ label: t('agent.side.reopened'), text: t('agent.side.reopened_times', { n: ticket.reopenedCount }) }]),
    ...(ticket.externalRef === null ? [] : [{ label: t('agent.side.external_reference'), text: ticket.externalRef }]),
  ];
}

/** The people to whom the ticket can be assigned. The assignee is one of them, even after losing the permission. */
function assigneeField({ ticket, agents, people }: LoadedTicket, { principal, translator: { t } }: Reading) {
  const holder = ticket.assigneeId === null ? undefined : people.get(ticket.assigneeId);
  const listed = holder === undefined || agents.some(({ id }) => id === holder.id) ? agents : [...agents, holder];
  const nobody = ticket.status === 'open' || ticket.assigneeId === null ? 'agent.side.nobody' : 'agent.side.give_back';
  const field = agentField(
    listed.map((person) =>
      person.id === principal.userId ? { ...person, name: t('agent.side.me', { name: person.name }) } : person,
    ),
    { others: [{ value: '', label: t(nobody) }], hint: t('agent.side.assignee_hint') },
  );
  return { ...field, value: (field.kind === 'select' ? ticket.assigneeId : holder?.email) ?? '' };
}

/** The assignee that a form names, by id or by e-mail address, or nobody. */
function assigneeNamed({ agents, people }: LoadedTicket, typed: string, { principal, translator: { t } }: Reading) {
  const named = typed.trim().toLowerCase();
  if (named === '') return t('agent.side.nobody');
  const person = [...agents, ...people.values()].find(({ id, email }) => id === named || email === named);
  if (person === undefined) return typed;
  return person.id === principal.userId ? t('agent.side.me', { name: person.name }) : person.name;
}

/** What the composer says about who is mailed. */
function mailedNote(loaded: LoadedTicket, { principal, now, translator }: Reading): string {
  const { ticket, people } = loaded;
  const { t } = translator;
  const { person } = namesOf(loaded, translator);
  const reporter = person(ticket.reporterId);
  if (ticket.reporterId === principal.userId) {
    return ticket.assigneeId === null || ticket.assigneeId === principal.userId
      ? t('agent.composer.read_by_agents')
      : t('agent.composer.read_by', { reader: person(ticket.assigneeId) });
  }
  const { active = false, email = '' } = people.get(ticket.reporterId) ?? {};
  if (mailsReporter(loaded, principal, now)) return t('agent.composer.will_be_mailed', { reporter, address: email });
  if (!active) return t('agent.composer.reporter_inactive', { reporter });
  return t(areMailsUsedUp(principal) ? 'agent.composer.mails_used_up' : 'agent.composer.mails_off', { reporter });
}

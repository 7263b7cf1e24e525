import type { AgentEvent } from '../../src/db/reading/agent-events.ts';
import { statusWords } from '../../src/domain/status.ts';
import { priorityWords, typeWords } from '../../src/domain/ticket.ts';
import type { LoadedTicket } from './load-ticket.ts';
import { linkedLabels } from '../page/linked-labels.ts';
import { type Names, namesOf } from './names.ts';
import { cancelReasonWords, channelWords } from './words.ts';

/** One line of the history: who, when, what, from what to what (R4). `words` are shown when asked for. */
export type HistoryEntry = Readonly<{
  sequence: number;
  who: string;
  at: Date;
  /** Set where a thing was recorded noticeably later than it happened. */
  recordedAt: Date | null;
  what: string;
  from: string | null;
  to: string | null;
  words: string | null;
  agentsOnly: boolean;
}>;

type What = Pick<HistoryEntry, 'what'> & Partial<Pick<HistoryEntry, 'from' | 'to' | 'words'>>;

/** The whole history, newest first: with what only agents know. */
export function presentHistory(loaded: LoadedTicket): HistoryEntry[] {
  const names = namesOf(loaded);
  const edited = loaded.events.some(({ fact }) => fact.type === 'description_edited');
  const labels = linkedLabels(loaded.events);
  let title = '';
  const entries = loaded.events.map((event) => {
    const what = presentFact(event, names, { title, edited, reporterId: loaded.ticket.reporterId, labels });
    if (event.title !== null) title = event.title;
    const late = event.recordedAt.getTime() - event.occurredAt.getTime() > 60_000;
    return {
      sequence: event.sequence,
      who: names.actor(event.actor),
      at: event.occurredAt,
      recordedAt: late ? event.recordedAt : null,
      from: null,
      to: null,
      words: null,
      agentsOnly: event.audience === 'agents',
      ...what,
    };
  });
  return entries.toReversed();
}

function presentFact(
  { sequence, fact, words, title, actor }: AgentEvent,
  names: Names,
  before: { title: string; edited: boolean; reporterId: string; labels: ReadonlyMap<number, string> },
): What {
  switch (fact.type) {
    case 'created': {
      const forWhom = actor.id === before.reporterId ? '' : ` for ${names.person(before.reporterId)}`;
      const type = typeWords(fact.ticketType).toLowerCase();
      return {
        what: `filed the ${type}${forWhom} through ${channelWords[fact.channel]}`,
        to: title,
        // The description stands at the top of the page, unless it has been edited since.
        words: before.edited ? words : null,
      };
    }
    case 'status_changed':
      return {
        what:
          fact.reasonCode === null
            ? 'changed the status'
            : `changed the status (${cancelReasonWords[fact.reasonCode].toLowerCase()})`,
        from: statusWords(fact.from),
        to: statusWords(fact.to),
        words,
      };
    case 'assigned':
      return { what: 'changed the assignee', from: names.person(fact.from), to: names.person(fact.to) };
    case 'comment_added':
      return { what: commentWords(fact) };
    case 'title_edited':
      return { what: 'changed the title', from: before.title, to: title };
    case 'description_edited':
      return { what: 'changed the description', words };
    case 'type_edited':
      return { what: 'changed the type', from: typeWords(fact.from), to: typeWords(fact.to) };
    case 'priority_edited':
      return { what: 'changed the priority', from: priorityWords(fact.from), to: priorityWords(fact.to) };
    case 'resolution_answered':
      return { what: fact.answer === 'solved' ? 'said “It is solved”' : 'said “Still broken”' };
    case 'withdrawal_requested':
      return { what: 'said “I no longer need this”' };
    case 'asset_linked':
      return { what: 'linked the asset', to: words };
    case 'asset_unlinked':
      return { what: 'removed the asset', from: before.labels.get(sequence) ?? null };
    case 'movement_linked':
      return { what: 'linked the movement', to: words };
    case 'movement_unlinked':
      return { what: 'removed the movement', from: before.labels.get(sequence) ?? null };
    case 'command_refused':
      return { what: `asked for ${fact.asked} and was refused (${fact.code})` };
  }
}

function commentWords(fact: Extract<AgentEvent['fact'], { type: 'comment_added' }>): string {
  if (fact.visibility === 'internal') return 'wrote an internal note';
  if (fact.solution) return 'replied with the solution';
  return fact.side === 'reporter' ? 'wrote as the reporter' : 'replied';
}

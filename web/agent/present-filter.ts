import type { Person } from '../../src/db/reading/agent-people.ts';
import { statuses, statusWords } from '../../src/domain/status.ts';
import { priorities, ticketTypes, typeWords } from '../../src/domain/ticket.ts';
import { plainQuery, queueHref, type QueueQuery } from './queue-query.ts';
import { priorityWords } from './words.ts';

/** One condition of the list in words, and the list without it. */
export type Chip = Readonly<{ label: string; href: string }>;

/** What narrows the list, each with the way to take it off again. */
export function presentChips(
  query: QueueQuery,
  named: Readonly<{ reporter: Person | null; asset: string | null; agents: readonly Person[] }>,
): Chip[] {
  const chips: Chip[] = [];
  const chip = (label: string, without: Partial<QueueQuery>): void => {
    chips.push({ label, href: queueHref({ ...query, ...without, cursor: null }) });
  };
  for (const status of query.status) {
    chip(`Status: ${statusWords(status)}`, { status: query.status.filter((other) => other !== status) });
  }
  for (const type of query.type)
    chip(`Type: ${typeWords(type)}`, { type: query.type.filter((other) => other !== type) });
  for (const priority of query.priority) {
    chip(`Priority: ${priorityWords[priority]}`, { priority: query.priority.filter((other) => other !== priority) });
  }
  if (query.assignee !== undefined)
    chip(`Assignee: ${assigneeWords(query.assignee, named.agents)}`, { assignee: undefined });
  if (query.reporter !== undefined)
    chip(`Reporter: ${named.reporter?.name ?? query.reporter}`, { reporter: undefined });
  if (named.asset !== null) chip(`Asset: ${named.asset}`, { asset: undefined });
  if (query.q !== undefined) chip(`Words: ${query.q}`, { q: undefined });
  if (query.created_from !== undefined) chip(`Created from ${query.created_from}`, { created_from: undefined });
  if (query.created_to !== undefined) chip(`Created until ${query.created_to}`, { created_to: undefined });
  if (query.updated_from !== undefined) chip(`Changed from ${query.updated_from}`, { updated_from: undefined });
  if (query.updated_to !== undefined) chip(`Changed until ${query.updated_to}`, { updated_to: undefined });
  return chips;
}

/** The form that narrows the list, filled with what the address asks for or, where that makes no sense, with what was typed. */
export function presentFilter(query: QueueQuery, agents: readonly Person[], typed: URLSearchParams) {
  const chosen = (name: 'status' | 'type' | 'priority', value: string) =>
    (query[name] as readonly string[]).includes(value);
  const text = (name: 'reporter' | 'q' | 'created_from' | 'created_to' | 'updated_from' | 'updated_to') =>
    query[name] ?? typed.get(name) ?? '';
  return {
    view: query.view === plainQuery.view ? null : query.view,
    sort: query.sort === plainQuery.sort ? null : query.sort,
    groups: [
      {
        name: 'status',
        label: 'Status',
        options: statuses.map((value) => ({ value, label: statusWords(value), on: chosen('status', value) })),
      },
      {
        name: 'type',
        label: 'Type',
        options: ticketTypes.map((value) => ({ value, label: typeWords(value), on: chosen('type', value) })),
      },
      {
        name: 'priority',
        label: 'Priority',
        options: priorities.map((value) => ({ value, label: priorityWords[value], on: chosen('priority', value) })),
      },
    ],
    assignee: query.assignee ?? '',
    assignees: [
      { value: '', label: 'Anybody or nobody' },
      { value: 'me', label: 'Me' },
      { value: 'nobody', label: 'Nobody' },
      { value: 'somebody', label: 'Somebody' },
      ...agents.map((agent) => ({ value: agent.id, label: agent.name })),
    ],
    reporter: text('reporter'),
    asset: query.asset ?? null,
    q: text('q'),
    created_from: text('created_from'),
    created_to: text('created_to'),
    updated_from: text('updated_from'),
    updated_to: text('updated_to'),
  };
}

function assigneeWords(asked: string, agents: readonly Person[]): string {
  const known: Readonly<Record<string, string>> = { me: 'me', nobody: 'nobody', somebody: 'somebody' };
  return known[asked] ?? agents.find((agent) => agent.id === asked)?.name ?? 'a former agent';
}

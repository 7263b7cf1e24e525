import type { TenantEm } from '../../src/db/in-tenant.ts';
import { type Person, readAgents, readPeople, readPersonByEmail } from '../../src/db/reading/agent-people.ts';
import { readNumberOf } from '../../src/db/reading/agent-ticket.ts';
import { readAsset } from '../../src/db/reading/assets.ts';
import { readMovement } from '../../src/db/reading/assets-of-ticket.ts';
import { assetLabel } from '../../src/domain/asset.ts';
import type { NamedField } from '../../src/domain/filter/field.ts';
import { fieldOf, filterFieldNames } from '../../src/domain/filter/fields.ts';
import { type TicketFilter, withFields } from '../../src/domain/filter/ticket-filter.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { agentsRead } from './agent-choices.ts';
import type { FieldError } from '../forms/field-error.ts';
import type { LinksShown } from '../http/links-shown.ts';

/** The names of the ids in a filter, those of people apart, and who can be chosen as an assignee. */
export type QueueNames = Readonly<{
  agents: readonly Person[];
  people: ReadonlyMap<string, Person>;
  things: ReadonlyMap<string, string>;
}>;

/** The filter as it applies now: while links to assets or movements are hidden, they do not filter (R29). */
export function shownFilter(filter: TicketFilter, { assets, movements }: LinksShown): TicketFilter {
  return withFields(filter, {
    ...(assets ? {} : { asset: undefined }),
    ...(movements ? {} : { movement: undefined }),
  });
}

/** Loads the names of the ids in a filter; ids that are gone have none. */
export async function loadQueueNames(em: TenantEm, filter: TicketFilter, userId: string): Promise<QueueNames> {
  const agents = await readAgents(em, agentsRead);
  const known = new Map(agents.map((agent) => [agent.id, agent]));
  const people = await readPeople(
    em,
    [...idsIn(filter, 'agent'), ...idsIn(filter, 'person')].filter((id) => !known.has(id)),
  );
  for (const person of people) known.set(person.id, person);
  const things = new Map<string, string>();
  const call = (id: string, name: string | null): void => void (name === null || things.set(id, name));
  for (const id of idsIn(filter, 'asset')) call(id, await assetName(em, id, userId));
  for (const id of idsIn(filter, 'movement')) call(id, (await readMovement(em, id))?.label ?? null);
  for (const id of idsIn(filter, 'ticket')) call(id, await readNumberOf(em, id));
  return { agents, people: known, things };
}

async function assetName(em: TenantEm, id: string, userId: string): Promise<string | null> {
  const asset = await readAsset(em, { userId, reach: 'all' }, id);
  return asset === null ? null : assetLabel(asset);
}

function idsIn(filter: TicketFilter, of: NamedField['of']): string[] {
  return filterFieldNames.flatMap((name) => {
    const field = fieldOf(name);
    const value = filter[name];
    return field.kind === 'named' && field.of === of && isUuid(value) ? [value] : [];
  });
}

/**
 * The parameters with e-mail addresses, as people type them into the form, replaced by ids. An unknown address is
 * reported for its field and left out.
 */
export async function withIdsOfPeople(
  em: TenantEm,
  typed: URLSearchParams,
): Promise<{ parameters: URLSearchParams; problems: FieldError[] }> {
  const parameters = new URLSearchParams(typed);
  const problems: FieldError[] = [];
  for (const name of filterFieldNames) {
    const field = fieldOf(name);
    const text = parameters.getAll(name).at(-1)?.trim() ?? '';
    if (field.kind !== 'named' || !isOfPeople(field) || text === '' || isUuid(text) || field.symbols.includes(text))
      continue;
    // An agent can be chosen in other ways too: anything but an address is refused as what it is.
    if (field.of === 'agent' && !isAddress(text)) continue;
    const person = isAddress(text) ? await readPersonByEmail(em, text) : null;
    if (person !== null) parameters.set(name, person.id);
    else {
      parameters.delete(name);
      problems.push({
        field: name,
        message: isAddress(text) ? 'agent.filter.unknown_address' : 'agent.filter.whole_address',
      });
    }
  }
  return { parameters, problems };
}

function isOfPeople({ of }: NamedField): boolean {
  return of === 'agent' || of === 'person';
}

function isAddress(text: string): boolean {
  return /^[^\s\p{Cc}@]+@[^\s\p{Cc}@]+$/u.test(text) && text.isWellFormed();
}

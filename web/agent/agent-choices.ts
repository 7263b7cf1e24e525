import type { Person } from '../../src/db/reading/agent-people.ts';

/**
 * At most this many agents are offered in a list. If there are more, these are suggested, and any agent can be typed by
 * e-mail address.
 */
const listed = 200;

/** How many agents to read: one more than fits into a list, which shows that there are more. */
export const agentsRead = listed + 1;

type Option = Readonly<{ value: string; label: string }>;

/** A form field in which an agent is chosen, from a list or by e-mail address. */
export type AgentField = Readonly<
  | { kind: 'select'; options: readonly Option[] }
  | { kind: 'text'; inputmode: 'email'; hint: string; people: readonly Person[] }
>;

/** The field for these agents; `others` can be chosen too, and `hint` says what else can be typed. */
export function agentField(
  agents: readonly Person[],
  offered: { others: readonly Option[]; hint: string },
): AgentField {
  const { others, hint } = offered;
  if (agents.length > listed) return { kind: 'text', inputmode: 'email', hint, people: agents.slice(0, listed) };
  return { kind: 'select', options: [...others, ...agents.map(({ id, name }) => ({ value: id, label: name }))] };
}

import type { Person } from '../../src/db/reading/agent-people.ts';

/** So many agents are offered in a list. Where there are more, these are suggested and any of them is typed by e-mail address. */
const listed = 200;

/** How many agents to read: one more than fit into a list tells that they do not. */
export const agentsRead = listed + 1;

type Option = Readonly<{ value: string; label: string }>;

/** A field of a form by which an agent is chosen: from a list, or by e-mail address. */
export type AgentField = Readonly<
  | { kind: 'select'; options: readonly Option[] }
  | { kind: 'text'; inputmode: 'email'; hint: string; people: readonly Person[] }
>;

/** The field for these agents; `others` can be chosen besides, `hint` says what else can be typed. */
export function agentField(
  agents: readonly Person[],
  offered: { others: readonly Option[]; hint: string },
): AgentField {
  const { others, hint } = offered;
  if (agents.length > listed) return { kind: 'text', inputmode: 'email', hint, people: agents.slice(0, listed) };
  return { kind: 'select', options: [...others, ...agents.map(({ id, name }) => ({ value: id, label: name }))] };
}

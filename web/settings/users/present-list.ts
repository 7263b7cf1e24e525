import type { ListedUser } from '../../../src/db/reading/settings-users.ts';
import type { UserState } from '../../../src/host/identity/user.ts';
import { userPath } from './paths.ts';
import { agentLabel, stateLabels } from './labels.ts';
import { formatCount } from '../../page/count.ts';

/** What the list shows: search terms, a state or null for all, and the person after whom the page begins. */
export type AskedList = Readonly<{ q: string; state: UserState | null; after?: string | null }>;

/** The address of a list; defaults are left out. */
export function listAddress({ q, state, after }: AskedList): string {
  const search = new URLSearchParams({ ...(q && { q }), ...(state && { state }), ...(after && { after }) }).toString();
  return search === '' ? '/settings/users' : `/settings/users?${search}`;
}

/** A person as a line of the list. */
export function userLine(user: ListedUser) {
  const { id, name, email, state } = user;
  return {
    href: userPath(id),
    name,
    email,
    state,
    label: stateLabels[state],
    agent: agentLabel(user),
    groups: groupNames(user),
  };
}

function groupNames({ groups, groupCount }: ListedUser): string {
  const more = groupCount - groups.length;
  return groups.join(', ') + (more > 0 ? ` and ${formatCount(more)} more` : '');
}

/** The links that filter the list by state, with counts while there is no search. */
export function stateLinks({ q, state }: AskedList, counts: Readonly<Record<UserState, number>>) {
  const all = counts.active + counts.invited + counts.deactivated;
  const link = (value: UserState | null, label: string, n: number) => ({
    label,
    href: listAddress({ q, state: value }),
    current: state === value,
    count: q === '' ? formatCount(n) : null,
  });
  const states = Object.keys(stateLabels) as UserState[];
  return [link(null, 'All', all), ...states.map((each) => link(each, stateLabels[each], counts[each]))];
}

/** The message for an empty list: a page past the end, nobody who matches, or nobody in that state. */
export function emptyList({ q, state, after }: AskedList) {
  const everybody = { href: '/settings/users', label: 'Show everybody' };
  if (after != null) {
    const action = { href: listAddress({ q, state }), label: 'To the beginning' };
    return { icon: 'check', title: 'That was all', text: 'There is nobody behind this page.', action };
  }
  if (q !== '') {
    const text = 'Search for parts of a name or of an e-mail address.';
    return { icon: 'search-x', title: 'Nobody matches', text, action: everybody };
  }
  const title = state === null ? 'Nobody is here yet' : `Nobody is ${stateLabels[state].toLowerCase()}`;
  return { icon: 'users', title, action: everybody };
}

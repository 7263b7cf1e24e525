import type { ListedUser } from '../../../src/db/reading/settings-users.ts';
import type { UserState } from '../../../src/host/identity/user.ts';
import type { MessageKey } from '../../../src/locales/catalogue.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { userPath } from './paths.ts';
import { agentLabel, stateLabels } from './labels.ts';

/** What the list shows: search terms, a state or null for all, and the person after whom the page begins. */
export type AskedList = Readonly<{ q: string; state: UserState | null; after?: string | null }>;

/** The address of a list; defaults are left out. */
export function listAddress({ q, state, after }: AskedList): string {
  const search = new URLSearchParams({ ...(q && { q }), ...(state && { state }), ...(after && { after }) }).toString();
  return search === '' ? '/settings/users' : `/settings/users?${search}`;
}

/** A person as a line of the list. */
export function userLine(translator: Translator, user: ListedUser) {
  const { id, name, email, state } = user;
  const agent = agentLabel(user);
  return {
    href: userPath(id),
    name,
    email,
    state,
    label: stateLabels[state],
    agent: agent === null ? '' : translator.t(agent),
    groups: groupNames(translator, user),
  };
}

function groupNames({ t }: Translator, { groups, groupCount }: ListedUser): string {
  const names = groups.join(', ');
  const more = groupCount - groups.length;
  return more > 0 ? t('settings.names_and_more', { names, n: more }) : names;
}

/** The links that filter the list by state, with counts while there is no search. */
export function stateLinks({ q, state }: AskedList, counts: Readonly<Record<UserState, number>>) {
  const all = counts.active + counts.invited + counts.deactivated;
  const link = (value: UserState | null, label: MessageKey, n: number) => ({
    label,
    href: listAddress({ q, state: value }),
    current: state === value,
    count: q === '' ? n : null,
  });
  const states = Object.keys(stateLabels) as UserState[];
  return [link(null, 'settings.users.all', all), ...states.map((each) => link(each, stateLabels[each], counts[each]))];
}

/** The message for an empty list: a page past the end, nobody who matches, or nobody in that state. */
export function emptyList({ t }: Translator, { q, state, after }: AskedList) {
  const everyone = { href: '/settings/users', label: t('settings.users.none.show_everyone') };
  if (after != null) {
    const action = { href: listAddress({ q, state }), label: t('settings.to_beginning') };
    return { icon: 'check', title: t('settings.end.title'), text: t('settings.end.people'), action };
  }
  if (q !== '') {
    const text = t('settings.users.none.found_hint');
    return { icon: 'search-x', title: t('settings.users.none.found'), text, action: everyone };
  }
  return { icon: 'users', title: t(`settings.users.none.${state ?? 'all'}`), action: everyone };
}

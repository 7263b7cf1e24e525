import type { GroupPerson, SettingsGroup } from '../../../src/db/reading/settings-groups.ts';
import { type Message, message } from '../../../src/locales/message.ts';
import { pageOf } from '../../page/paging.ts';
import { userPath } from '../users/paths.ts';
import { stateLabels } from '../users/labels.ts';
import { memberCount } from './groups-page.ts';
import { groupPath } from './paths.ts';

/** A group as its page shows it, and which kind of system group it is, if any (R9). */
export function presentGroup(group: SettingsGroup) {
  return {
    name: group.name,
    path: groupPath(group.id),
    isEveryone: group.systemKey === 'everyone',
    isAgents: group.systemKey === 'itsm_agent',
    isCustom: group.systemKey === null,
    count: memberCount(group),
  };
}

/** A page of the members, with the links to the others; `members` holds one more than fits if there are more. */
export function memberList(
  path: string,
  page: { members: readonly GroupPerson[]; after: string | null; pageSize: number },
) {
  const { shown, last } = pageOf(page.members, page.pageSize);
  return {
    lines: shown.map(personLine),
    first: page.after === null ? null : path,
    next: last && `${path}?after=${last.id}`,
  };
}

/** The people found to add, and a summary of the search; `found` holds one more than is shown if there are more. */
export function searchResult(asked: { q: string; found: readonly GroupPerson[]; mostFound: number }) {
  const { q, found, mostFound } = asked;
  const shown = found.slice(0, mostFound);
  return { q, lines: shown.map(personLine), summary: q === '' ? null : searchSummary(found.length, mostFound) };
}

function searchSummary(found: number, mostFound: number): Message {
  if (found === 0) return message('settings.groups.add.none');
  if (found > mostFound) return message('settings.groups.add.more', { n: mostFound });
  return message('settings.groups.add.found', { n: found });
}

function personLine({ id, name, email, state }: GroupPerson) {
  return { id, href: userPath(id), name, email, state, label: stateLabels[state] };
}

import { type Flag, flags, isLicensed, type Licence, type LicenceTerms } from '../../src/domain/licence.ts';
import { formatCount } from '../page/count.ts';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** What each flag is called, and what it switches on (R12). */
export const flagLabels: Readonly<Record<Flag, { name: string; effect: string }>> = {
  agent_portal: { name: 'Agent portal', effect: 'The queue and the tickets at /tickets, for who works on them.' },
  end_user_portal: {
    name: 'Desk',
    effect:
      'The desk at /desk, where people report, follow and answer their own tickets. Mails link to it while it is on.',
  },
  asset_integration: {
    name: 'Assets',
    effect: '“Report issue” on the page of an asset, and the links between tickets and assets.',
  },
  email_notifications: {
    name: 'Mails',
    effect: 'The mails about what happens to a ticket, and the page that the buttons in them open.',
  },
  email_templates: {
    name: 'Mail templates',
    effect: 'The tenant’s own texts of these mails. While it is off, the built-in ones are sent and its own are kept.',
  },
  public_api: { name: 'Public API', effect: 'Tickets by API key, under /public/v1/tickets.' },
  movement_link: {
    name: 'Asset movements',
    effect: 'The links between tickets and the hand-over, move or return of an asset. Needs Assets too.',
  },
};

/** The state of a licence: its label, and the colour of its badge. */
export type LicenceState = Readonly<{ label: string; tone: 'success' | 'warning' | 'danger' | 'quiet' }>;

/** "never licensed", "active", "active until 31 Jan 2027", "ended 31 Jan 2027" or "suspended". */
export function licenceState(licence: Licence | null, now: Date): LicenceState {
  if (licence === null) return { label: 'never licensed', tone: 'quiet' };
  if (!licence.active) return { label: 'suspended', tone: 'warning' };
  const last = lastDay(licence);
  if (!isLicensed(licence, now)) return { label: `ended ${last}`, tone: 'danger' };
  return { label: last === null ? 'active' : `active until ${last}`, tone: 'success' };
}

/** The last day (UTC) on which the licence is valid, or null if it does not end. `validUntil` is the instant after that day. */
export function lastDay({ validUntil }: Pick<Licence, 'validUntil'>): string | null {
  return validUntil === null ? null : day.format(new Date(Date.parse(validUntil) - 1));
}

/** The names of the flags that are off. */
export function partsOff({ flags: on }: Pick<Licence, 'flags'>): string[] {
  return flags.filter((flag) => !on.includes(flag)).map((flag) => flagLabels[flag].name);
}

/** What a change of a licence did: a line for each difference, with the old and the new value. */
export function changeLines(before: LicenceTerms | null, after: LicenceTerms): string[] {
  if (before === null) return firstLines(after);
  const lines: string[] = [];
  if (before.active !== after.active) lines.push(after.active ? 'Activated again' : 'Suspended');
  const fromTo = (what: string, from: string, to: string) => {
    if (from !== to) lines.push(`${what}: from ${from} to ${to}`);
  };
  fromTo('Last day', lastDay(before) ?? 'none', lastDay(after) ?? 'none');
  fromTo('Agents', formatCount(before.maxAgents), formatCount(after.maxAgents));
  fromTo('Mails a month', formatCount(before.maxEmailsMonth), formatCount(after.maxEmailsMonth));
  fromTo('API requests a minute, by one key', formatCount(before.callsPerKey), formatCount(after.callsPerKey));
  fromTo('API requests a minute, in all', formatCount(before.callsPerTenant), formatCount(after.callsPerTenant));
  for (const flag of flags) {
    const on = after.flags.includes(flag);
    if (on !== before.flags.includes(flag)) lines.push(`${flagLabels[flag].name}: switched ${on ? 'on' : 'off'}`);
  }
  return lines;
}

function firstLines(after: LicenceTerms): string[] {
  const last = lastDay(after);
  const off = partsOff(after);
  return [
    after.active ? 'Activated for the first time' : 'Made, but not active',
    last === null ? 'Last day: none' : `Last day: ${last}`,
    `Agents: ${formatCount(after.maxAgents)}`,
    `Mails a month: ${formatCount(after.maxEmailsMonth)}`,
    `API requests a minute: ${formatCount(after.callsPerKey)} by one key, ${formatCount(after.callsPerTenant)} in all`,
    off.length === 0 ? 'All parts are on' : `Off: ${off.join(', ')}`,
  ];
}

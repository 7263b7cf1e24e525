import { type Flag, flags, isLicensed, type Licence, type LicenceTerms } from '../../src/domain/licence.ts';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** What each part is called, and what it switches (R12). */
export const flagWords: Readonly<Record<Flag, { name: string; what: string }>> = {
  agent_portal: { name: 'Agent portal', what: 'The queue and the tickets at /tickets, for who works on them.' },
  end_user_portal: {
    name: 'Desk',
    what: 'The desk at /desk, where people report, follow and answer their own tickets. Mails link to it while it is on.',
  },
  asset_integration: {
    name: 'Assets',
    what: '“Report issue” on the page of an asset, and the links between tickets and assets.',
  },
  email_notifications: {
    name: 'Mails',
    what: 'The mails about what happens to a ticket, and the page that the buttons in them open.',
  },
  email_templates: {
    name: 'Mail templates',
    what: 'The tenant’s own texts of these mails. While it is off, the built-in ones are sent and its own are kept.',
  },
  public_api: { name: 'Public API', what: 'Tickets by API key, under /public/v1/tickets.' },
  movement_link: {
    name: 'Asset movements',
    what: 'The links between tickets and the hand-over, move or return of an asset. Needs Assets too.',
  },
};

/** How a licence stands, in words and as a colour of badges. */
export type LicenceState = Readonly<{ words: string; tone: 'success' | 'warning' | 'danger' | 'quiet' }>;

/** "never licensed", "active", "active until 31 Jan 2027", "ended 31 Jan 2027" or "suspended". */
export function licenceState(licence: Licence | null, now: Date): LicenceState {
  if (licence === null) return { words: 'never licensed', tone: 'quiet' };
  if (!licence.active) return { words: 'suspended', tone: 'warning' };
  const last = lastDay(licence);
  if (!isLicensed(licence, now)) return { words: `ended ${last}`, tone: 'danger' };
  return { words: last === null ? 'active' : `active until ${last}`, tone: 'success' };
}

/** The last day (UTC) on which the licence is good, or null for no end. `validUntil` is the instant after it. */
export function lastDay({ validUntil }: Pick<Licence, 'validUntil'>): string | null {
  return validUntil === null ? null : day.format(new Date(Date.parse(validUntil) - 1));
}

/** The names of the parts that are off. */
export function partsOff({ flags: on }: Pick<Licence, 'flags'>): string[] {
  return flags.filter((flag) => !on.includes(flag)).map((flag) => flagWords[flag].name);
}

/** What a change of a licence did, line by line, from what to what. */
export function changeLines(before: LicenceTerms | null, after: LicenceTerms): string[] {
  if (before === null) return firstLines(after);
  const lines: string[] = [];
  if (before.active !== after.active) lines.push(after.active ? 'Activated again' : 'Suspended');
  const fromTo = (what: string, from: string, to: string) => {
    if (from !== to) lines.push(`${what}: from ${from} to ${to}`);
  };
  fromTo('Last day', lastDay(before) ?? 'none', lastDay(after) ?? 'none');
  fromTo('Agents', count(before.maxAgents), count(after.maxAgents));
  fromTo('Mails a month', count(before.maxEmailsMonth), count(after.maxEmailsMonth));
  fromTo('API requests a minute, by one key', count(before.callsPerKey), count(after.callsPerKey));
  fromTo('API requests a minute, in all', count(before.callsPerTenant), count(after.callsPerTenant));
  for (const flag of flags) {
    const on = after.flags.includes(flag);
    if (on !== before.flags.includes(flag)) lines.push(`${flagWords[flag].name}: switched ${on ? 'on' : 'off'}`);
  }
  return lines;
}

function firstLines(after: LicenceTerms): string[] {
  const last = lastDay(after);
  const off = partsOff(after);
  return [
    after.active ? 'Activated for the first time' : 'Made, but not active',
    last === null ? 'Last day: none' : `Last day: ${last}`,
    `Agents: ${count(after.maxAgents)}`,
    `Mails a month: ${count(after.maxEmailsMonth)}`,
    `API requests a minute: ${count(after.callsPerKey)} by one key, ${count(after.callsPerTenant)} in all`,
    off.length === 0 ? 'All parts are on' : `Off: ${off.join(', ')}`,
  ];
}

function count(n: number): string {
  return n.toLocaleString('en');
}

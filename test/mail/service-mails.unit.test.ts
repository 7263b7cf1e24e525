import type { AlertKind } from '../../src/domain/alert.ts';
import type { ServiceMailContent } from '../../src/host/service-mail/service-mail.ts';
import { describe, expect, test } from '@jest/globals';
import { convert } from 'html-to-text';
import { locales } from '../../src/domain/locale.ts';
import { createServiceMailBuilder, type ServiceMailFacts } from '../../src/mail/service-mails.ts';

const render = createServiceMailBuilder();

const readable = (html: string) =>
  convert(html, { wordwrap: false, selectors: [{ selector: 'a', options: { ignoreHref: true } }] });

const to = {
  locale: 'en',
  timeZone: 'UTC',
  tenantName: 'Nordlicht Logistik',
  recipientName: 'Ines Invited',
  link: 'https://itsm.example/account/x.y',
} as const;
const link = { linkId: 'link', expiresAt: '2026-11-16T14:05:30.000Z', invitedBy: 'Ada Admin' };

const samples: Readonly<Record<ServiceMailFacts['kind'], ServiceMailFacts>> = {
  invitation: { ...to, kind: 'invitation', fact: link },
  password_reset: { ...to, kind: 'password_reset', fact: { ...link, invitedBy: null } },
  key_created: {
    ...to,
    kind: 'key_created',
    fact: { keyName: 'Billing sync', scopes: ['tickets:read', 'tickets:write'], by: 'Ada Admin' },
  },
  second_step_reset: { ...to, kind: 'second_step_reset', fact: { by: 'Ada Admin' } },
  email_confirmation: {
    ...to,
    kind: 'email_confirmation',
    fact: { linkId: 'link', expiresAt: link.expiresAt, by: 'Ada Admin' },
  },
  email_changed: { ...to, kind: 'email_changed', fact: { newAddress: 'ines.new@nordlicht.example' } },
  alert: { ...to, kind: 'alert', fact: { about: 'agents_over_quota', limit: 10, used: 12, period: '' } },
};

const kinds = Object.keys(samples) as ServiceMailFacts['kind'][];

const quota = ['A licence is at its limit', 'until the tenant is within its licence again'] as const;

/** The heading of a mail about an alert, and some of what it says follows from it. */
const aboutAlerts: Readonly<Record<AlertKind, readonly [heading: string, follows: string]>> = {
  agents_over_quota: quota,
  emails_over_quota: quota,
  emails_used_up: quota,
  mail_count_drift: ['A count of e-mails is wrong', 'until both say the same'],
  mail_flood: ['There are unusually many e-mails', 'before the quota of the month is used up'],
  ticket_healed: ['A ticket was restarted', 'The ticket works again.'],
  tickets_failing: ['Many tickets are stuck', 'None of them is restarted automatically'],
};

describe('a mail that belongs to no ticket', () => {
  test.each(kinds)('%s greets, names the tenant and has one button, in both parts', (kind) => {
    const { html, text } = render(samples[kind]);
    for (const part of [readable(html), text]) {
      expect(part).toContain('Hello Ines Invited,');
      expect(part).toContain('Nordlicht Logistik');
      expect(part).toContain(to.link);
      expect(part).toContain('E-mails to this address are not read.');
    }
    expect(html.match(/class="button"/g)).toHaveLength(1);
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    expect(html).toMatch(/<h1 style="[^"]*font-size: 24px/);
    expect(html + text).not.toMatch(/<%|undefined|null|\[object|Invalid/);
    expect(text).not.toMatch(/\n\n\n|[ \t]\n/);
    expect(text).toMatch(/^Hello[^\n]*,\n\n[A-Z]/);
  });

  test('invites in the name of who has invited, or of nobody', () => {
    const { subject, text } = render(samples.invitation);
    expect(subject).toBe('Ada Admin has invited you to Nordlicht Logistik');
    expect(text).toContain('Ada Admin has invited you to Nordlicht Logistik. Set your password, and you can sign in.');
    expect(text).toContain('The link works once, until 16 November 2026 at 14:05 UTC.');
    const nobody = render({ ...to, kind: 'invitation', fact: { ...link, invitedBy: null } });
    expect(nobody.subject).toBe('You are invited to Nordlicht Logistik');
    expect(nobody.text).toContain('You are invited to Nordlicht Logistik. Set your password');
  });

  test('offers a new password, until when, and to leave the old one as it is', () => {
    const { subject, text } = render(samples.password_reset);
    expect(subject).toBe('Set a new password for Nordlicht Logistik');
    expect(text).toContain('It works once, until 16 November 2026 at 14:05 UTC.');
    expect(text).toContain('ignore this e-mail: yours stays as it is');
  });

  test.each<[Extract<ServiceMailContent, { kind: 'alert' }>['fact'], string]>([
    [{ about: 'agents_over_quota', limit: 10, used: 12, period: '' }, '12 agents, the licence allows 10'],
    [{ about: 'agents_over_quota', limit: 0, used: 1, period: '' }, '1 agent, the licence allows 0'],
    [
      { about: 'emails_over_quota', limit: 10_000, used: 10_400, period: '2026-11' },
      '10,400 e-mails in November 2026, the licence allows 10,000',
    ],
    [
      { about: 'mail_count_drift', limit: 11, used: 12, period: '2026-11' },
      'the counter says 12 e-mails in November 2026, the ledger 11',
    ],
    [
      { about: 'emails_used_up', limit: 10_000, used: 10_000, period: '2026-11' },
      'all 10,000 e-mails of November 2026 are used up',
    ],
    [
      { about: 'ticket_healed', limit: 3, used: 1, period: 'TKT-000042' },
      'the workflow of TKT-000042 could not go on and was restarted',
    ],
    [{ about: 'tickets_failing', limit: 20, used: 21, period: '1.2.3' }, '21 tickets cannot go on since build 1.2.3'],
    [
      { about: 'mail_flood', limit: 500, used: 250, period: '2026-11-28' },
      '250 e-mails within an hour; from 500 on, further ones are skipped',
    ],
  ])('tells the platform team of an overrun: %j', (fact, sentence) => {
    const { subject, html, text } = render({ ...to, kind: 'alert', fact });
    expect(subject).toBe(`Nordlicht Logistik: ${sentence}`);
    for (const part of [readable(html), text]) expect(part).toContain(sentence);
    const heading = /<h1[^>]*>([^<]*)<\/h1>/.exec(html)?.[1] ?? '';
    const [, follows] = aboutAlerts[fact.about];
    expect(heading).toBe(aboutAlerts[fact.about][0]);
    for (const part of [readable(html), text]) expect(part).toContain(follows);
  });
});

describe('a mail about an account', () => {
  test('tells of a key by whom it was made, what it may do, and that it can be revoked', () => {
    const { subject, text } = render(samples.key_created);
    expect(subject).toBe('Ada Admin has created an API key that acts for you');
    expect(text).toContain('Ada Admin has created the API key “Billing sync” at Nordlicht Logistik.');
    expect(text).toContain('can read and change tickets in your name');
    expect(text).toContain('revoke the key');
    const fact = { keyName: 'Report', scopes: ['tickets:read'], by: 'Ada Admin' } as const;
    expect(render({ ...to, kind: 'key_created', fact }).text).toContain('can read tickets in your name');
  });

  test('tells who has removed the second step', () => {
    const { subject, text } = render(samples.second_step_reset);
    expect(subject).toBe('Your second step at Nordlicht Logistik was removed');
    expect(text).toContain('Ada Admin has removed the second step of your sign-in at Nordlicht Logistik');
  });

  test('has a new address confirmed, until when, and says that nothing changes without', () => {
    const { subject, text } = render(samples.email_confirmation);
    expect(subject).toBe('Confirm your address for Nordlicht Logistik');
    expect(text).toContain('Ada Admin has asked that your account at Nordlicht Logistik use this e-mail address.');
    expect(text).toContain('The link works once, until 16 November 2026 at 14:05 UTC.');
    expect(text).toContain('ignore this e-mail: nothing changes');
  });

  test('tells the old address of the new one', () => {
    const { subject, html, text } = render(samples.email_changed);
    expect(subject).toBe('Your address at Nordlicht Logistik was changed');
    for (const part of [readable(html), text]) expect(part).toContain('now uses ines.new@nordlicht.example:');
  });
});

/** The same mail with every text in it replaced. */
function withTexts(kind: ServiceMailFacts['kind'], text: string): ServiceMailFacts {
  const sample = samples[kind];
  const facts = Object.entries(sample.fact).map(([name, value]) => {
    const isName = ['invitedBy', 'by', 'keyName', 'newAddress'].includes(name);
    return [name, isName ? text : value];
  });
  return { ...sample, tenantName: text, recipientName: text, fact: Object.fromEntries(facts) };
}

describe('names in it', () => {
  const markup = '<script>alert(1)</script> & "q"';

  test.each(kinds)('%s keeps markup as text', (kind) => {
    const { html, text } = render(withTexts(kind, markup));
    expect(html).not.toContain('<script');
    expect(readable(html)).toContain(markup);
    expect(text).toContain(markup);
  });

  test.each(kinds)('%s has a subject of one short line', (kind) => {
    const long = `Evil\r\nBcc: all@example.org ${'x'.repeat(10_000)}`;
    const { subject, text } = render(withTexts(kind, long));
    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject.length).toBeLessThan(250);
    expect(text.length).toBeLessThan(2_000);
  });
});

/** The same facts for a German reader. */
const german = (kind: ServiceMailFacts['kind']): ServiceMailFacts => ({
  ...samples[kind],
  locale: 'de',
  timeZone: 'Europe/Berlin',
});

describe('in German (R41)', () => {
  const sentences: Readonly<Record<ServiceMailFacts['kind'], readonly [subject: string, ...text: string[]]>> = {
    invitation: [
      'Ada Admin hat Sie zu Nordlicht Logistik eingeladen',
      'Legen Sie Ihr Passwort fest, dann können Sie sich anmelden.',
      'nur bis zum 16. November 2026 um 15:05 MEZ.',
    ],
    password_reset: [
      'Neues Passwort für Nordlicht Logistik festlegen',
      'mit diesem Link legen Sie ein neues Passwort für Ihr Konto bei Nordlicht Logistik fest.',
      'nur bis zum 16. November 2026 um 15:05 MEZ.',
    ],
    key_created: [
      'Ada Admin hat einen API-Schlüssel erstellt, der für Sie handelt',
      'kann in Ihrem Namen Tickets lesen und ändern',
    ],
    second_step_reset: [
      'Ihr zweiter Anmeldeschritt bei Nordlicht Logistik wurde entfernt',
      'Sie wurden überall abgemeldet.',
    ],
    email_confirmation: [
      'Bestätigen Sie Ihre Adresse für Nordlicht Logistik',
      'Ada Admin möchte, dass Ihr Konto bei Nordlicht Logistik diese E-Mail-Adresse verwendet.',
    ],
    email_changed: [
      'Ihre Adresse bei Nordlicht Logistik wurde geändert',
      'verwendet jetzt ines.new@nordlicht.example:',
    ],
    alert: [
      'Nordlicht Logistik: 12 Agenten, die Lizenz erlaubt 10',
      'Nordlicht Logistik: 12 Agenten, die Lizenz erlaubt 10.',
    ],
  };

  test.each(kinds)('%s says what it has to say, in both parts', (kind) => {
    const { subject, html, text } = render(german(kind));
    const [told, ...said] = sentences[kind];
    expect(subject).toBe(told);
    expect(html).toContain('<html lang="de">');
    for (const part of [readable(html), text]) {
      expect(part).toContain('Guten Tag Ines Invited,');
      expect(part).toContain('E-Mails an diese Adresse werden nicht gelesen.');
      for (const sentence of said) expect(part).toContain(sentence);
      expect(part).not.toMatch(/\b(Your?|This|The)\b/);
    }
    expect(text).not.toMatch(/\n\n\n|[ \t]\n/);
  });

  test('a reader in another time zone is told their own', () => {
    const { text } = render({ ...samples.invitation, timeZone: 'Asia/Tokyo' });
    expect(text).toContain('until 16 November 2026 at 23:05 GMT+9.');
  });

  test.each(locales)('the month of an alert is the same in every time zone (%s)', (locale) => {
    const fact = { about: 'emails_used_up', limit: 10, used: 10, period: '2026-11' } as const;
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      expect(render({ ...to, kind: 'alert', locale, timeZone, fact }).subject).toContain('November 2026');
    }
  });
});

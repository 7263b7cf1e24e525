import { describe, expect, test } from '@jest/globals';
import { convert } from 'html-to-text';
import type { OwnTemplate } from '../../src/domain/own-template.ts';
import { createMailBuilder } from '../../src/mail/build-mail.ts';
import { type MailKind, mailKinds } from '../../src/mail/kinds.ts';
import { checkOwnTemplate } from '../../src/mail/own-template.ts';
import { starterTemplate } from '../../src/mail/starter-template.ts';
import { samplesIn } from './sample-facts.ts';

const { buildMail } = createMailBuilder();
const english = samplesIn('en');
const german = samplesIn('de');

const readable = (html: string) =>
  convert(html, { wordwrap: false, selectors: [{ selector: 'a', options: { ignoreHref: true } }] });

/** What each mail has to say, in both languages: its heading, then what stands in both parts. */
const sentences: Readonly<Record<MailKind, Readonly<Record<'en' | 'de', readonly [heading: string, ...string[]]>>>> = {
  'ticket.created.reporter': {
    en: ['We have received your report', 'Thank you for your report.', 'Problem · Received', 'Open your ticket'],
    de: ['Ihre Meldung ist eingegangen', 'vielen Dank für Ihre Meldung.', 'Störung · Eingegangen', 'Ihr Ticket öffnen'],
  },
  'ticket.created.agents': {
    en: ['New incident', 'Rita Reuter has reported an incident. Nobody is assigned', 'Incident · Open'],
    de: ['Neue Störung', 'Rita Reuter hat eine Störung gemeldet. Das Ticket ist noch niemandem', 'Störung · Offen'],
  },
  'ticket.assigned.agents': {
    en: ['This ticket is now yours', 'The incident below has been assigned to you.', 'Incident · In progress'],
    de: [
      'Dieses Ticket liegt jetzt bei Ihnen',
      'die folgende Störung wurde Ihnen zugewiesen.',
      'Störung · In Bearbeitung',
    ],
  },
  'ticket.comment_added.reporter': {
    en: [
      'The support team asks you',
      'needs your answer to go on.',
      'Your answer is needed. Please answer on the ticket page.',
      'Problem · Being worked on',
      'Read and answer',
    ],
    de: [
      'Das Support-Team fragt Sie',
      'das Support-Team hat eine Frage zu Ihrem Ticket und braucht Ihre Antwort',
      'Ihre Antwort wird gebraucht. Bitte antworten Sie auf der Ticketseite.',
      'Frage vom Support-Team',
    ],
  },
  'ticket.comment_added.agents': {
    en: ['Rita Reuter has written', 'There is a new message from Rita Reuter.', 'Reported by Rita Reuter'],
    de: ['Rita Reuter hat geschrieben', 'es gibt eine neue Nachricht von Rita Reuter.', 'Gemeldet von Rita Reuter'],
  },
  'ticket.status_changed.reporter': {
    en: ['Your ticket is being worked on', 'Anna Arendt is taking care of your ticket.', 'Problem · Being worked on'],
    de: [
      'Ihr Ticket wird jetzt bearbeitet',
      'Anna Arendt kümmert sich jetzt um Ihr Ticket.',
      'Störung · In Bearbeitung',
    ],
  },
  'ticket.resolved.reporter': {
    en: [
      'Is it solved?',
      'The support team believes that your problem is solved.',
      'It is solved',
      'Still broken',
      '· Solved',
    ],
    de: [
      'Ist es gelöst?',
      'das Support-Team hält Ihre Störung für behoben.',
      'Es ist gelöst',
      'Noch nicht gelöst',
      '· Gelöst',
    ],
  },
  'ticket.closed.reporter': {
    en: ['Your ticket is closed', 'can’t be reopened. If it comes up again, open a follow-up', 'Problem · Closed'],
    de: [
      'Ihr Ticket ist geschlossen',
      'kann nicht wieder geöffnet werden.',
      'erstellen Sie auf der Ticketseite ein Folgeticket',
    ],
  },
};

describe('every built-in mail in its reader’s language (R41)', () => {
  test.each(mailKinds.flatMap((kind) => (['en', 'de'] as const).map((locale) => [kind, locale] as const)))(
    '%s in %s',
    (kind, locale) => {
      const facts = { en: english, de: german }[locale][kind];
      const { html, text } = buildMail(facts);
      const [heading, ...said] = sentences[kind][locale];
      expect(html).toContain(`<html lang="${locale}">`);
      expect(readable(/<h1[^]*?<\/h1>/.exec(html)?.[0] ?? '').toLowerCase()).toBe(heading.toLowerCase());
      const oneLine = (part: string) => part.replaceAll('\n', ' ');
      for (const part of [readable(html), oneLine(text)]) for (const sentence of said) expect(part).toContain(sentence);
    },
  );

  test.each([
    ['en', 'You have a new reply', 'for your information', 'You can answer on the ticket page.', 'To go on'],
    ['de', 'Sie haben eine neue Antwort', 'zu Ihrer Information', 'Antworten können Sie auf der', 'Um weiterzukommen'],
  ] as const)(
    'in %s, a message that asks nothing says so, and a question that comes with a status is told',
    (locale, ...said) => {
      const { 'ticket.comment_added.reporter': commented, 'ticket.status_changed.reporter': started } = {
        en: english,
        de: german,
      }[locale];
      const [heading, what, answer, asks] = said;
      const plain = buildMail({ ...commented, bodyKind: 'reply' });
      for (const part of [readable(plain.html), plain.text]) {
        expect(part).toContain(what);
        expect(part).toContain(answer);
        expect(part).not.toMatch(/is needed|wird gebraucht|asks you|fragt Sie/);
      }
      expect(plain.html).toContain(heading);
      expect(plain.subject).toBe(buildMail(commented).subject);
      const question = buildMail({ ...started, body: 'Which?', bodyKind: 'question' });
      for (const part of [question.html, question.text]) expect(part).toContain(asks);
    },
  );

  test.each(mailKinds)('%s has no English left in German, nor German in English', (kind) => {
    for (const changed of [{}, { link: null, answers: null }, { answers: null }, { assigneeName: null }]) {
      const { html, text } = buildMail({ ...german[kind], ...changed });
      expect(readable(html) + text).not.toMatch(/\b(the|you|your?|is|and|has|we|this)\b/i);
      expect(text).not.toMatch(/\n\n\n|[ \t]\n/);
      const other = buildMail({ ...english[kind], ...changed });
      expect(readable(other.html) + other.text).not.toMatch(/\b(der|die|das|Sie|Ihre?|ist|und|wurde)\b/);
    }
  });

  test('what is special about a change of status is told in German too', () => {
    const usual = german['ticket.status_changed.reporter'];
    const cases = [
      [{ status: 'cancelled' }, 'Ihr Ticket wurde storniert', 'es endet ohne Lösung'],
      [{ bodyKind: 'reason', body: 'x' }, 'Ihr Ticket wird wieder bearbeitet', 'Anna Arendt kümmert sich wieder um'],
      [{ assigneeName: null }, 'Ihr Ticket wird jetzt bearbeitet', 'das Support-Team kümmert sich jetzt um'],
      [{ status: 'resolved' }, 'einen neuen Status: Gelöst', 'Status Ihres Tickets auf „Gelöst“ geändert'],
    ] as const;
    for (const [changed, heading, sentence] of cases) {
      const { html, text } = buildMail({ ...usual, ...changed });
      expect(readable(html)).toContain(sentence);
      expect(readable(html).toLowerCase()).toContain(heading.toLowerCase());
      expect(text).toContain(sentence);
    }
  });

  test('a reporter never reads an agent’s words, nor an agent a reporter’s', () => {
    for (const kind of mailKinds) {
      const { html, text } = buildMail({ ...english[kind], status: 'in_progress' });
      const others = kind.endsWith('reporter') ? /incident|In progress/i : /Problem|Being worked on/;
      expect(readable(html) + text).not.toMatch(others);
    }
  });

  test('names from right to left turn nothing around them, and are not taken for HTML', () => {
    const { html, text } = buildMail({ ...german['ticket.created.agents'], reporterName: 'דנה <b>כהן</b>' });
    expect(html).toContain('<bdi>דנה &lt;b&gt;כהן&lt;/b&gt;</bdi> hat eine Störung gemeldet.');
    expect(text).toContain('דנה <b>כהן</b> hat eine Störung gemeldet.');
  });

  test('braces and angle brackets in a name fill nothing', () => {
    const { text } = buildMail({ ...german['ticket.created.agents'], reporterName: "{name} '{' # <0>" });
    expect(text).toContain("{name} '{' # <0> hat eine Störung gemeldet.");
  });
});

describe('a tenant’s own words', () => {
  const own: OwnTemplate = {
    subject: '{{ticket_status}}',
    html: '<p>{{ticket_status}}</p>',
    text: '{{ticket_status}}',
  };

  test.each([
    [english['ticket.comment_added.reporter'], 'Being worked on'],
    [english['ticket.comment_added.agents'], 'In progress'],
    [german['ticket.comment_added.reporter'], 'In Bearbeitung'],
    [german['ticket.created.reporter'], 'Eingegangen'],
    [german['ticket.created.agents'], 'Offen'],
  ])('have the status in the words of their reader (%#)', (facts, status) => {
    const { subject, html, text } = buildMail(facts, own);
    expect(subject).toBe(status);
    expect(readable(html)).toContain(status);
    expect(text.startsWith(`${status}\n`)).toBe(true);
  });

  test('stand in a frame in the reader’s language', () => {
    const { html, text } = buildMail(german['ticket.resolved.reporter'], own);
    expect(html).toContain('<html lang="de">');
    for (const part of [readable(html), text]) {
      for (const said of ['Es ist gelöst', 'Noch nicht gelöst', 'IT-Support']) expect(part).toContain(said);
    }
  });

  test.each(mailKinds)('begin for %s in German for German, else in English, and can be saved as they are', (kind) => {
    const starter = { de: starterTemplate(kind, 'de'), en: starterTemplate(kind, 'en') };
    for (const each of Object.values(starter)) {
      expect(checkOwnTemplate(each)).toMatchObject({ ok: true, removed: [] });
      expect(each.html + each.text).not.toMatch(/\{\{(?!\w+\}\})|undefined/);
    }
    expect(starter.de.text).not.toMatch(/\b(the|you|your|is|has|new)\b/i);
    expect(starter.en.text).toMatch(/\b(the|you|your|is|has|new)\b/i);
    expect(starterTemplate(kind, 'fr')).toEqual(starter.en);
    expect(starterTemplate(kind, '')).toEqual(starter.en);
  });
});

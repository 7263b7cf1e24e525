import { describe, expect, test } from '@jest/globals';
import { createMailBuilder } from '../../src/mail/build-mail.ts';
import { isMailAddress, mailboxOf } from '../../src/mail/address.ts';
import { oneLine, shortLine } from '../../src/mail/one-line.ts';
import { checkOwnTemplate } from '../../src/mail/own-template.ts';
import { costlyTexts, hostileMarkup, hostileTexts } from '../support/text-cost.ts';
import { samples } from './sample-facts.ts';

const { buildMail } = createMailBuilder();
const facts = samples['ticket.comment_added.agents'];
const own = { subject: '{{ticket_title}}', html: '<p>{{comment_body}}</p>', text: '{{comment_body}}' };

const readers: [name: string, handle: (text: string) => unknown][] = [
  ['oneLine', oneLine],
  ['shortLine', (text) => shortLine(text, 100)],
  ['isMailAddress', isMailAddress],
  ['mailboxOf', (text) => [text, `a <${text}>`].map((each) => ignoring(() => mailboxOf(each)))],
  ['a built-in mail, as the words', (body) => buildMail({ ...facts, body })],
  ['a built-in mail, as title and names', (text) => buildMail({ ...facts, ticketTitle: text, reporterName: text })],
  ['a mail in own words, as the words', (body) => buildMail({ ...facts, body, ticketTitle: body }, own)],
  ['the check of a template, as its text', (text) => checkOwnTemplate({ ...own, text })],
];

describe('a text of a stranger', () => {
  test.each(readers)('costs %s no more than it is long', (_name, handle) => {
    expect(costlyTexts(hostileTexts, 16 * 1024, handle)).toEqual([]);
  });

  test('costs the check of a template no more than it is long, as its HTML', () => {
    const handle = (html: string) => checkOwnTemplate({ ...own, html, text: '' });
    expect(costlyTexts(hostileMarkup, 16 * 1024, handle)).toEqual([]);
  });

  test('costs a mail in own words no more than it is long, as stored HTML', () => {
    const handle = (html: string) => buildMail(facts, { ...own, html });
    expect(costlyTexts(hostileMarkup, 16 * 1024, handle)).toEqual([]);
  });
});

function ignoring(work: () => unknown): unknown {
  try {
    return work();
  } catch {
    return null;
  }
}

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { flags } from '../../../src/domain/licence.ts';
import { changeLicence, standardTerms } from '../../../src/host/licence/change-licence.ts';
import { mailUse } from '../../../src/host/licence/mail-quota.ts';
import { MailTemplateEntity } from '../../../src/settings/mail-templates/mail-template.ts';
import { reportBroken } from '../../../src/settings/mail-templates/template-for.ts';
import { ServiceMailEntity } from '../../../src/host/service-mail/service-mail.ts';
import { ItsmSettingsEntity } from '../../../src/settings/itsm-settings-row.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import { mailKinds } from '../../../src/mail/kinds.ts';
import type { Browser, FormFields } from '../../support/browser.ts';
import { fill, submit } from '../../support/forms.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';
import { recordingOperations } from './users/office.ts';

const { asked, operations } = recordingOperations();
const list = '/settings/itsm/templates';
const created = `${list}/ticket.created.reporter`;
const words = {
  subject: 'Hello {{ticket_number}}',
  html: '<p>Hello {{reporter_name}}</p>',
  text: 'Hello {{reporter_name}}',
};

let web: TestWeb;
let tenant: TestTenant<'ada' | 'otto'>;
let ada: Browser;

beforeAll(async () => {
  web = await startTestWeb({ operations });
});
afterAll(() => web.close());

beforeEach(async () => {
  const administrator = { permissions: ['settings:manage'] } as const;
  tenant = await createTenant(web.orm, {
    people: { ada: { ...administrator, name: 'Ada' }, otto: { ...administrator, name: 'Otto' } },
  });
  ada = web.as(tenant.people.ada);
  asked.length = 0;
});

const versions = () =>
  inTenant(web.orm, tenant.id, (em) =>
    em.find(MailTemplateEntity, {}, { orderBy: { language: 'asc', version: 'asc' } }),
  );
const testMails = () => inTenant(web.orm, tenant.id, (em) => em.find(ServiceMailEntity, { kind: 'template_test' }));
const logged = async () =>
  (await inTenant(web.orm, tenant.id, (em) => em.findAll(SettingsChangeEntity, { orderBy: { id: 'asc' } }))).map(
    ({ kind, subject, before, after }) => [kind, subject, before, after],
  );
const save = (fields: FormFields = words, browser = ada) =>
  submit(browser, created, created, fields as Record<string, string>);
const post = (path: string, fields: FormFields) => ada.post(path, { seen_version: '0', ...words, ...fields });

describe('Settings → ITSM → E-mail templates (R17)', () => {
  it('lists every mail as built-in, or with the languages that have words of their own', async () => {
    const fresh = wordsOf((await ada.get(list)).text);
    expect(fresh.match(/Built-in/g)).toHaveLength(mailKinds.length);
    await save();
    await submit(ada, `${created}?language=de`, created, words);
    const page = wordsOf((await ada.get(list)).text);
    expect(page).toMatch(/Any language : your own text, by Ada/);
    expect(page).toMatch(/Deutsch : your own text, by Ada/);
    expect(page.match(/Built-in/g)).toHaveLength(mailKinds.length - 1);
  });

  it.each(mailKinds)('begins %s with words that can be saved as they are', async (kind) => {
    const path = `${list}/${kind}`;
    expect(await submit(ada, path, path, { seen_version: '0' })).toMatchObject({
      status: 303,
      location: `${path}?done=saved`,
    });
    const preview = await fill(ada, path, path, { seen_version: '1' });
    const { status, text } = await ada.post(`${path}/preview`, preview.fields);
    expect(status).toBe(200);
    expect(text).toContain('</html>');
    expect(text).not.toContain('{{');
  });

  it('begins in German for German, and previews the mail in the language of the template', async () => {
    const german = await fill(ada, `${created}?language=de`, created, { seen_version: '0' });
    expect(german.fields).toMatchObject({
      language: 'de',
      html: expect.stringContaining('Guten Tag {{reporter_name}},'),
    });
    const french = await fill(ada, `${created}?language=fr`, created, { seen_version: '0' });
    expect(french.fields).toMatchObject({ language: 'fr', html: expect.stringContaining('Hello {{reporter_name}},') });
    for (const preview of [`${created}/preview`, `${created}/preview/text`]) {
      const { text } = await ada.post(preview, german.fields);
      for (const said of ['Drucker brennt', 'Eingegangen', 'Ihr Ticket öffnen']) expect(text).toContain(said);
      const other = await ada.post(preview, french.fields);
      for (const said of ['Printer on fire', 'Received', 'Open your ticket']) expect(other.text).toContain(said);
    }
    expect((await ada.post(`${created}/preview`, german.fields)).text).toContain('<html lang="de">');
  });

  it('previews in the tenant’s language what is for any language, and what is in one that we do not speak', async () => {
    await inTenant(web.orm, tenant.id, (em) =>
      em.nativeUpdate(ItsmSettingsEntity, { tenantId: tenant.id }, { language: 'de' }),
    );
    for (const language of ['', 'fr']) {
      expect((await post(`${created}/preview`, { language })).text).toContain('Ihr Ticket öffnen');
    }
    expect((await post(`${created}/preview`, { language: 'en' })).text).toContain('Open your ticket');
  });

  it('saves what is typed as a new version, once however often it is sent, and logs it', async () => {
    const form = await fill(ada, created, created, words);
    for (const time of [1, 2]) {
      const answer = await ada.post(form.action, form.fields);
      expect([time, answer.status, answer.location]).toEqual([time, 303, `${created}?done=saved`]);
    }
    await save({ ...words, subject: 'Moin {{ticket_number}}' });
    expect((await versions()).map(({ version, subject, html, text }) => ({ version, subject, html, text }))).toEqual([
      { version: 1, ...words },
      { version: 2, ...words, subject: 'Moin {{ticket_number}}' },
    ]);
    const name = 'ticket.created.reporter';
    expect(await logged()).toEqual([
      ['template_saved', name, null, words.subject],
      ['template_saved', name, words.subject, 'Moin {{ticket_number}}'],
    ]);
  });

  it('leaves a text that is left empty empty, so that it follows the HTML on every save', async () => {
    await save({ ...words, text: '' });
    const again = await fill(ada, created, created, { html: '<p>Moin {{reporter_name}}</p>' });
    expect(again.fields).toMatchObject({ text: '' });
    expect((await ada.post(`${created}/preview/text`, again.fields)).text).toContain('Moin Rita');
    await ada.post(again.action, again.fields);
    expect((await versions()).map(({ text }) => text)).toEqual(['', '']);
  });

  it('puts to whoever comes second that somebody has saved meanwhile, and keeps what they typed', async () => {
    const otto = await fill(web.as(tenant.people.otto), created, created, { ...words, subject: 'Of Otto' });
    await save();
    const second = await web.as(tenant.people.otto).post(otto.action, otto.fields);
    expect(second.status).toBe(409);
    expect(second.text).toContain('Somebody has saved this e-mail in the meantime');
    expect(second.text).toContain('value="Of Otto"');
    expect(await versions()).toHaveLength(1);
    // The page that came back knows the newer version: saving it again is meant.
    const again = { ...otto.fields, seen_version: '1' };
    expect((await web.as(tenant.people.otto).post(otto.action, again)).status).toBe(303);
    expect((await versions()).map(({ subject }) => subject)).toEqual([words.subject, 'Of Otto']);
  });

  it('lets two who save at once through one after the other, never both on the same version', async () => {
    const forms = await Promise.all(
      [1, 2, 3, 4].map((n) => fill(ada, created, created, { ...words, subject: `Number ${n}` })),
    );
    const answers = await Promise.all(forms.map(({ action, fields }) => ada.post(action, fields)));
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['303', '409', '409', '409']);
    expect(await versions()).toHaveLength(1);
  });

  it('goes back to the built-in mail and keeps the words as an earlier version to use again', async () => {
    await save();
    const builtIn = await submit(ada, created, `${created}/built-in`);
    expect(builtIn).toMatchObject({ status: 303, location: `${created}?done=built_in` });
    expect((await ada.post(`${created}/built-in`, { seen_version: '2' })).status).toBe(303);
    expect((await versions()).map(({ version, html }) => [version, html ?? null])).toEqual([
      [1, words.html],
      [2, null],
    ]);
    const earlier = await ada.get(`${created}?version=1`);
    expect(earlier.text).toContain('You see an earlier version, by Ada');
    expect(earlier.text).toContain(`value="${words.subject}"`);
    const again = await fill(ada, `${created}?version=1`, created, { seen_version: '2' });
    expect((await ada.post(again.action, again.fields)).status).toBe(303);
    expect((await versions()).at(-1)).toMatchObject({ version: 3, html: words.html });
  });

  it('takes out what mails cannot have, and says so', async () => {
    const answer = await save({ ...words, html: '<p onclick="x()">Hi</p><script>alert(1)</script>' });
    expect(answer.location).toBe(`${created}?done=saved_cleaned`);
    expect((await ada.get(`${created}?done=saved_cleaned`)).text).toContain('without what e-mails can’t have');
    expect((await versions())[0]?.html).toBe('<p>Hi</p>');
  });

  it('keeps no text where none is typed: each mail makes it from the HTML as it is then', async () => {
    await save({ ...words, text: '' });
    expect((await versions())[0]?.text).toBe('');
  });

  it('refuses what is wrong beside each field with its place, and keeps what was typed', async () => {
    const typed = { subject: '{{nope}}', html: '<p>\n{{constructor}}</p>', text: '<%= 1 %> {{' };
    const answer = await save(typed);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/<title>Error:/);
    for (const [field, message] of [
      ['subject', 'Line 1, column 1: there is no such placeholder.'],
      ['html', 'Line 2, column 1: there is no such placeholder.'],
      ['text', 'Line 1, column 10: these braces are not closed.'],
    ]) {
      expect(answer.text).toContain(`id="${field}-error"`);
      expect(answer.text).toContain(message);
    }
    expect(answer.text).toContain('&lt;%= 1 %&gt; {{</textarea>');
    expect(await versions()).toEqual([]);
  });

  it.each<[string, FormFields]>([
    ['nothing at all', { subject: '', html: '', text: '' }],
    ['64 KiB and one byte', { html: `<p>${'x'.repeat(64 * 1024)}</p>` }],
    ['a field sent twice', { html: ['<p>a</p>', '<p>b</p>'] }],
    ['NUL', { text: 'a\u0000b' }],
    ['a version that is none', { seen_version: '1.5' }],
    ['a negative version', { seen_version: '-1' }],
    ['a version beyond all numbers', { seen_version: '1e99' }],
    ['an id that is none', { command_id: 'x' }],
  ])('refuses %s', async (_what, fields) => {
    for (const path of [created, `${created}/preview`, `${created}/preview/text`, `${created}/test`]) {
      expect((await post(path, fields)).status).toBe(422);
    }
    expect(await versions()).toEqual([]);
    expect(await testMails()).toEqual([]);
  });

  it('knows no other mails and languages', async () => {
    for (const path of [
      `${list}/ticket.created`,
      `${list}/constructor`,
      `${created}?language=xx`,
      `${created}?language=de&language=fr`,
    ]) {
      expect((await ada.get(path)).status).toBe(404);
    }
    for (const part of ['', '/preview', '/test', '/built-in']) {
      expect((await post(`${created}${part}`, { language: 'xx' })).status).toBe(404);
    }
    expect((await ada.get(`${created}?version=nonsense`)).status).toBe(200);
  });

  it('shows nothing of another tenant’s words', async () => {
    await save({ ...words, subject: 'A secret of ours' });
    const other = await createTenant(web.orm, { people: { eve: { permissions: ['settings:manage'] } } });
    const eve = web.as(other.people.eve);
    for (const path of [list, created, `${created}?version=1`]) {
      expect((await eve.get(path)).text).not.toContain('A secret of ours');
    }
  });

  it('tells administrators that stored words could not be used for a mail, until they are saved anew', async () => {
    await save();
    const key = { event: 'ticket.created', audience: 'reporter', language: '' } as const;
    const why = { key: 'refusal.template.unrenderable', values: { error: '<gone>.' } } as const;
    await inTenant(web.orm, tenant.id, (em) =>
      reportBroken(em, tenant.id, { key, version: 1 }, { why, at: new Date() }),
    );
    expect(wordsOf((await ada.get(list)).text)).toMatch(
      /Could not be used just now : It cannot be turned into an e-mail: &lt;gone&gt;\. The built-in e-mail was sent\./,
    );
    expect(wordsOf((await ada.get(created)).text)).toContain(
      'This text could not be used for an e-mail: It cannot be turned into an e-mail: &lt;gone&gt;. The built-in e-mail was sent instead.',
    );
    const stored = (brokenWhy: string) =>
      inTenant(web.orm, tenant.id, (em) => em.nativeUpdate(MailTemplateEntity, { tenantId: tenant.id }, { brokenWhy }));
    await stored('A sentence <of before>.');
    expect((await ada.get(list)).text).toContain('A sentence &lt;of before&gt;.');
    await stored('{"key":"refusal.template.of_another_release"}');
    expect((await ada.get(list)).text).toContain('The template is broken.');
    await save({ ...words, subject: 'Mended' });
    for (const path of [list, created]) expect((await ada.get(path)).text).not.toMatch(/could not be used/i);
  });

  it('is gone without the flag, and its words are kept', async () => {
    await save();
    const terms = { ...standardTerms, maxEmailsMonth: 10 };
    const sell = (on: readonly (typeof flags)[number][]) =>
      inTenant(web.orm, tenant.id, (em) =>
        changeLicence(em, tenant.id, { terms: { ...terms, flags: on }, byId: null }),
      );
    await sell(flags.filter((flag) => flag !== 'email_templates'));
    expect((await ada.get(list)).status).toBe(404);
    expect((await ada.get('/settings/itsm')).text).not.toContain(list);
    await sell(flags);
    expect((await ada.get(created)).text).toContain(`value="${words.subject}"`);
    expect((await ada.get('/settings/itsm')).text).toContain(`href="${list}"`);
  });
});

describe('the preview', () => {
  it('is the whole mail with a ticket made up, as HTML and as text', async () => {
    const html = await post(`${created}/preview`, { html: '<p>Hi {{reporter_name}} <%= 1 %></p>' });
    expect(html.headers.get('content-type')).toContain('text/html');
    expect(html.text).toMatch(/<p style="[^"]*">Hi Rita Reuter &lt;%= 1 %&gt;<\/p>/);
    const text = await post(`${created}/preview/text`, { text: 'Hi {{reporter_name}}' });
    expect(text.headers.get('content-type')).toContain('text/plain');
    expect(text.text).toMatch(/^Subject: Hello TKT-000042\n\nHi Rita Reuter\n/);
  });

  it('of cells that span ninety million columns is made as soon as any other, and so is their text', async () => {
    const html = `<p>Hi</p><table>${'<tr><td colspan="90000000" rowspan="5000">x</td></tr>'.repeat(40)}</table>`;
    const { status, text } = await post(`${created}/preview`, { html, text: '' });
    expect(status).toBe(200);
    expect(text).toMatch(/<tr><td>x<\/td><\/tr>/);
    expect((await post(`${created}/preview/text`, { html, text: '' })).text).toContain('Hi\n\nx\nx\n');
  });

  it('tells what is wrong in its place, as text', async () => {
    const { status, text, headers } = await post(`${created}/preview`, { html: '<script>{{x}}</script>' });
    expect(status).toBe(422);
    expect(headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('HTML: Line 1, column 9: there is no such placeholder.');
  });

  it('alone may have styles inline, may do nothing else, and is framed by its page alone', async () => {
    const inner = await post(`${created}/preview`, {});
    expect(inner.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; base-uri 'none'; sandbox",
    );
    expect(inner.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    const page = await ada.get(created);
    expect(page.headers.get('content-security-policy')).toContain("frame-src 'self'");
    const frames = page.text.match(/<iframe [^>]*>/g) ?? [];
    expect(frames).toHaveLength(2);
    for (const frame of frames) expect(frame).toContain(' sandbox=""');
    for (const path of [list, '/settings/itsm', '/settings/log']) {
      expect((await ada.get(path)).headers.get('content-security-policy')).not.toContain('frame-src');
    }
    for (const path of [list, created]) {
      const policy = (await ada.get(path)).headers.get('content-security-policy');
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
    }
  });
});

describe('a test mail', () => {
  const used = async () => (await inTenant(web.orm, tenant.id, (em) => mailUse(em, tenant.id, new Date()))).used;
  const limit = (maxEmailsMonth: number, on: readonly (typeof flags)[number][] = flags) =>
    inTenant(web.orm, tenant.id, (em) =>
      changeLicence(em, tenant.id, {
        terms: { ...standardTerms, flags: on, maxEmailsMonth },
        byId: null,
      }),
    );

  it('goes to who has typed it, once however often the form is sent, saves nothing, and counts', async () => {
    const { fields } = await fill(ada, created, created, words);
    for (const time of [1, 2]) {
      const answer = await ada.post(`${created}/test`, fields);
      expect([time, answer.location]).toEqual([time, `${created}?done=test`]);
    }
    expect(await testMails()).toMatchObject([{ recipientAddress: tenant.people.ada.email, state: 'waiting' }]);
    expect(await used()).toBe(1);
    expect(await versions()).toEqual([]);
    expect(wordsOf((await ada.get(created)).text)).toContain('Your last test e-mail is on its way');
  });

  it('is exact at the limit: of many at once for the last place one is sent, the others are told why', async () => {
    await limit(1);
    const send = () => ada.post(`${created}/test`, { seen_version: '0', ...words, command_id: randomUUID() });
    const answers = await Promise.all(Array.from({ length: 8 }, send));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.text).toContain('All e-mails of this month are used up (1 of 1)');
    expect(refused?.text).toContain(`value="${words.subject}"`);
    expect(await testMails()).toHaveLength(1);
    expect(await used()).toBe(1);
  });

  it('is not sent while mails are switched off', async () => {
    await limit(
      10,
      flags.filter((flag) => flag !== 'email_notifications'),
    );
    const answer = await submit(ada, created, created, words).then(() => post(`${created}/test`, {}));
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('E-mails are switched off');
    expect(await testMails()).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { createTransport, type OutgoingMail, type Transport } from '../../src/outbox/transport.ts';
import { startMailbox, type Mailbox } from '../support/mailbox.ts';
import { startRawSmtp, type RawSmtp } from './raw-smtp.ts';

const from = 'Uslimato ITSM <itsm@uslimato.example>';
/** Longer than any answer takes on a busy machine. */
const patientMs = 10_000;

/** For a server that hangs; smtp-server greets after 100 ms. */
const timeoutMs = 400;

let mailbox: Mailbox;
let transports: Transport[];

beforeEach(async () => {
  mailbox = await startMailbox();
  transports = [];
});

afterEach(async () => {
  for (const transport of transports) transport.close();
  await mailbox.stop();
});

function transportTo(smtpUrl: string, wish = { timeoutMs: patientMs }): Transport {
  const transport = createTransport({ smtpUrl, from, ...wish });
  transports.push(transport);
  return transport;
}

function aMail(overrides: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    to: { name: 'Rita Reuter', address: 'rita@nordlicht.example' },
    subject: '[TKT-000042] Received: Printer on fire',
    html: '<p>Printer on fire</p>',
    text: 'Printer on fire',
    messageId: '<ticket-42.1@uslimato.example>',
    senderName: null,
    replyTo: null,
    references: [],
    ...overrides,
  };
}

describe('a mail that the server takes', () => {
  test('is sent in two parts, with the headers of a thread and of a machine', async () => {
    const references = ['<ticket-42@uslimato.example>', '<ticket-42.0@uslimato.example>'];
    const delivery = await transportTo(mailbox.url).send(aMail({ references }));

    expect(delivery.kind).toBe('sent');
    expect(delivery.answer).toMatch(/^250 /);
    const [mail] = mailbox.messages();
    expect(mail).toMatchObject({
      subject: '[TKT-000042] Received: Printer on fire',
      html: '<p>Printer on fire</p>',
      messageId: '<ticket-42.1@uslimato.example>',
      inReplyTo: '<ticket-42.0@uslimato.example>',
      references,
    });
    expect(mail!.text!.trim()).toBe('Printer on fire');
    expect(mail!.from!.value).toEqual([{ name: 'Uslimato ITSM', address: 'itsm@uslimato.example' }]);
    expect(mail!.to).toMatchObject({ value: [{ name: 'Rita Reuter', address: 'rita@nordlicht.example' }] });
    expect(mail!.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail!.headers.get('x-auto-response-suppress')).toBe('All');
    expect(Math.abs(Date.now() - mail!.date!.getTime())).toBeLessThan(10_000);
  });

  test('begins a thread where nothing is referred to', async () => {
    await transportTo(mailbox.url).send(aMail());
    const [mail] = mailbox.messages();
    expect(mail!.headers.has('in-reply-to')).toBe(false);
    expect(mail!.headers.has('references')).toBe(false);
  });

  test('goes over a connection that is used again', async () => {
    let connections = 0;
    mailbox.refuse((step) => {
      if (step.at === 'connect') connections += 1;
      return undefined;
    });
    const transport = transportTo(mailbox.url);
    for (let count = 0; count < 3; count += 1) expect((await transport.send(aMail())).kind).toBe('sent');
    expect(connections).toBe(1);
  });
});

describe('an answer of the server', () => {
  test.each([
    ['recipient', 450, 'temporary'],
    ['recipient', 550, 'permanent'],
    ['data', 451, 'temporary'],
    ['data', 421, 'temporary'],
    ['data', 554, 'permanent'],
    ['recipient', 530, 'temporary'],
    ['connect', 421, 'temporary'],
    // A 5xx greeting refuses us and not this mail (Postfix: smtp_skip_5xx_greeting).
    ['connect', 554, 'temporary'],
  ] as const)('at %s of %d is %s, and the next mail goes through', async (at, code, kind) => {
    const transport = transportTo(mailbox.url);
    mailbox.refuse((step) => (step.at === at ? { code, message: 'So be it' } : undefined));
    const delivery = await transport.send(aMail());
    expect(delivery.kind).toBe(kind);
    expect(delivery.answer).toContain(`${code} So be it`);

    mailbox.refuse(undefined);
    expect((await transport.send(aMail())).kind).toBe('sent');
  });

  test('is kept in one line of 300 characters', async () => {
    mailbox.refuse((step) => (step.at === 'data' ? { code: 550, message: 'No. '.repeat(200) } : undefined));
    const { answer } = await transportTo(mailbox.url).send(aMail());
    expect(answer).toHaveLength(300);
    expect(answer).toMatch(/^550 No\. No\..*…$/);
  });

  test('about one recipient does not stop the others', async () => {
    mailbox.refuse((step) => (step.at === 'recipient' && step.recipient.startsWith('bad') ? { code: 550 } : undefined));
    const transport = transportTo(mailbox.url);
    const names = ['rita', 'bad', 'anna', 'bad2', 'olaf'];
    const kinds = await Promise.all(
      names.map(async (name) => (await transport.send(aMail({ to: { name, address: `${name}@x.example` } }))).kind),
    );
    expect(kinds).toEqual(['sent', 'permanent', 'sent', 'permanent', 'sent']);
  });
});

describe('a server that does not answer', () => {
  test.each([
    // Without a greeting nothing was handed over; later on nobody knows how far the mail got.
    ['connect', 'Greeting never received', false],
    ['recipient', 'Timeout', true],
    ['data', 'Timeout', true],
  ] as const)('at %s is given up soon, as temporary', async (at, answer, unknown) => {
    mailbox.refuse((step) => (step.at === at ? 'hang' : undefined));
    const started = performance.now();

    const delivery = { kind: 'temporary', answer, ...(unknown ? { unknown } : {}) };
    expect(await transportTo(mailbox.url, { timeoutMs }).send(aMail())).toEqual(delivery);
    expect(performance.now() - started).toBeLessThan(6 * timeoutMs + 500);
  });

  test('holds no mail longer than its deadline, however many wait', async () => {
    const asked: string[] = [];
    mailbox.refuse((step) => {
      asked.push(step.at);
      return step.at === 'recipient' ? 'hang' : undefined;
    });
    const transport = transportTo(mailbox.url, { timeoutMs });
    const started = performance.now();
    const deliveries = await Promise.all(Array.from({ length: 30 }, () => transport.send(aMail())));

    expect(new Set(deliveries.map(({ kind }) => kind))).toEqual(new Set(['temporary']));
    expect(deliveries.at(-1)).toMatchObject({
      kind: 'temporary',
      answer: 'The delivery took too long and was given up.',
    });
    expect(performance.now() - started).toBeLessThan(6 * timeoutMs + 500);
    expect(asked).toContain('recipient');
  });

  test('because nobody listens is temporary', async () => {
    const delivery = await transportTo(`smtp://127.0.0.1:${await unusedPort()}`).send(aMail());
    expect(delivery).toEqual({ kind: 'temporary', answer: expect.stringContaining('ECONNREFUSED') });
  });

  test('because its name is unknown is temporary', async () => {
    expect((await transportTo('smtp://mail.invalid:25').send(aMail())).kind).toBe('temporary');
  });

  test.each(['connect', 'recipient', 'data'] as const)('because it cuts the line at %s is temporary', async (at) => {
    let reached = false;
    mailbox.refuse((step) => {
      if (step.at !== at) return undefined;
      reached = true;
      return 'drop';
    });
    expect((await transportTo(mailbox.url).send(aMail())).kind).toBe('temporary');
    expect(reached).toBe(true);
  });

  test('after DATA gets the mail once: whether it has it is unknown, and a second try is for the sender to count', async () => {
    const transport = transportTo(mailbox.url);
    await transport.send(aMail());
    mailbox.clear();
    mailbox.refuse((step) => (step.at === 'data' ? 'drop' : undefined));

    expect((await transport.send(aMail())).kind).toBe('temporary');
    expect(mailbox.messages()).toHaveLength(1);
    mailbox.refuse(undefined);
    expect((await transport.send(aMail())).kind).toBe('sent');
    expect(mailbox.messages().map(({ messageId }) => messageId)).toEqual(Array(2).fill(aMail().messageId));
  });
});

test('TLS that the URL requires and the server lacks keeps the mail here', async () => {
  const delivery = await transportTo(`${mailbox.url}/?requireTLS=true`).send(aMail());
  expect(delivery.kind).toBe('temporary');
  expect(mailbox.messages()).toHaveLength(0);
});

test('a closed transport answers too', async () => {
  const transport = transportTo(mailbox.url);
  transport.close();
  expect((await transport.send(aMail())).kind).toBe('temporary');
});

test('a sender that is no mailbox is refused when the transport is made', () => {
  expect(() => createTransport({ smtpUrl: mailbox.url, from: 'nobody' })).toThrow('not a mailbox');
});

describe('hostile names, titles and addresses on the wire', () => {
  let raw: RawSmtp;

  beforeEach(async () => {
    raw = await startRawSmtp();
  });
  afterEach(async () => {
    for (const transport of transports) transport.close();
    await raw.stop();
  });

  test.each([
    ['CR LF', 'x\r\nBcc: evil@example.org\r\n\r\nbody'],
    ['a bare CR', 'x\rBcc: evil@example.org'],
    ['a bare LF', 'x\nBcc: evil@example.org'],
    ['NUL and escape', 'x\u0000\u001b[31m'],
    ['line separators', 'x\u2028Bcc: evil@example.org\u0085Bcc: evil@example.org'],
    ['right-to-left', '\u202eמדפסת בוערת'],
    ['emoji and half an emoji', '👩‍👩‍👧‍👦\ud83d'],
    ['quotes, commas and brackets', '"a", <evil@example.org>, b: c;'],
    ['an encoded word', '=?utf-8?Q?x=0D=0ABcc:_evil@example.org?='],
    ['10 kB', 'Name '.repeat(2_048)],
    ['10 kB without a space', 'ü'.repeat(5_120)],
  ])('%s', async (_, text) => {
    const delivery = await transportTo(raw.url).send(
      aMail({
        to: { name: text, address: 'rita@nordlicht.example' },
        senderName: text,
        subject: `[TKT-000042] ${text}`,
        text,
        html: text,
      }),
    );
    expect(delivery.kind).toBe('sent');
    expect(raw.recipients()).toEqual(['rita@nordlicht.example']);

    const [bytes] = raw.messages();
    const [head] = bytes!.toString('latin1').split('\r\n\r\n', 1);
    const lines = head!.split('\r\n');
    expect(head).toMatch(/^[\t\r\n\x20-\x7e]+$/);
    expect(head!.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of lines) {
      expect(line).toMatch(/^([A-Za-z-]+: |[ \t]+\S)/);
      expect(line.length).toBeLessThanOrEqual(998);
    }
    const names = lines.filter((line) => /^\S/.test(line)).map((line) => line.split(':', 1)[0]!.toLowerCase());
    expect(names.toSorted()).toEqual([
      'auto-submitted',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
      'x-auto-response-suppress',
    ]);
  });

  test.each([
    'a@b.example>\r\nRCPT TO:<evil@example.org',
    'a@b.example, evil@example.org',
    'a@b.example <evil@example.org>',
    '',
    'rita',
  ])('the address %j is refused before the server is asked', async (address) => {
    const delivery = await transportTo(raw.url).send(aMail({ to: { name: 'Rita', address } }));
    expect(delivery).toEqual({ kind: 'permanent', answer: 'The address is not a mail address.' });
    expect(raw.recipients()).toEqual([]);

    await transportTo(raw.url).send(aMail({ replyTo: address }));
    expect(raw.messages()[0]!.toString()).not.toMatch(/^Reply-To|^Bcc|evil/im);
    expect(raw.recipients()).toEqual([aMail().to.address]);
  });

  test('a path or an address instead of a text is a text', async () => {
    await transportTo(raw.url).send(aMail({ html: 'file:///etc/passwd', text: '/etc/passwd' }));
    expect(raw.messages()[0]!.toString()).not.toContain('root:');
  });
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

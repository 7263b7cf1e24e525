import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { startMailbox, type Mailbox } from './mailbox.ts';

let mailbox: Mailbox;
beforeEach(async () => {
  mailbox = await startMailbox();
});
afterEach(() => mailbox.stop());

function send(to: string | string[], subject: string): Promise<unknown> {
  const transport = createTransport(mailbox.url, { from: 'desk@example.test' });
  return transport.sendMail({ to, subject, text: 'Hello' });
}

test('keeps the mails that it receives, parsed', async () => {
  await send('ada@example.test', 'First');
  await send('ada@example.test', 'Second');
  const second = await mailbox.waitFor((mail) => mail.subject === 'Second');
  expect(second.text?.trim()).toBe('Hello');
  expect(mailbox.messages().map(({ subject }) => subject)).toEqual(['First', 'Second']);
});

test('refuses the recipients that it is told to, and accepts the others', async () => {
  mailbox.refuse((step) =>
    step.at === 'recipient' && step.recipient === 'gone@example.test' ? { code: 550 } : undefined,
  );
  await expect(send('gone@example.test', 'Lost')).rejects.toMatchObject({ responseCode: 550 });
  await expect(send(['gone@example.test', 'ada@example.test'], 'Half')).resolves.toMatchObject({
    rejected: ['gone@example.test'],
  });
  expect(mailbox.messages().map(({ subject }) => subject)).toEqual(['Half']);
});

test('puts a mail off with 4xx until it is told to accept again', async () => {
  mailbox.refuse((step) => (step.at === 'data' ? { code: 451, message: 'Greylisted' } : undefined));
  await expect(send('ada@example.test', 'Later')).rejects.toMatchObject({ responseCode: 451 });
  expect(mailbox.messages()).toEqual([]);
  mailbox.refuse(undefined);
  await send('ada@example.test', 'Later');
  expect(mailbox.messages()).toHaveLength(1);
});

test('drops the connection after DATA: the sender sees an error, the mail is there', async () => {
  mailbox.refuse((step) => (step.at === 'data' ? 'drop' : undefined));
  await expect(send('ada@example.test', 'Twice, perhaps')).rejects.toThrow();
  await mailbox.waitFor(({ subject }) => subject === 'Twice, perhaps');
});

test('hangs until it is stopped', async () => {
  mailbox.refuse((step) => (step.at === 'connect' ? 'hang' : undefined));
  const sending = expect(send('ada@example.test', 'Never')).rejects.toThrow();
  await mailbox.stop();
  await sending;
  mailbox = await startMailbox();
});

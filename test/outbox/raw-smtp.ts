import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type RawSmtp = {
  url: string;
  /** The mails received so far as the bytes that came over the wire (dots unstuffed), oldest first. */
  messages(): Buffer[];
  /** Every recipient of an envelope so far. */
  recipients(): string[];
  stop(): Promise<void>;
};

/** An SMTP server that keeps bytes instead of parsing them: a parser would forgive what these tests look for. */
export async function startRawSmtp(): Promise<RawSmtp> {
  const messages: Buffer[] = [];
  const recipients: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, answer) {
      recipients.push(address);
      answer();
    },
    onData(stream, _session, answer) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        messages.push(Buffer.concat(chunks));
        answer();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    messages: () => [...messages],
    recipients: () => [...recipients],
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

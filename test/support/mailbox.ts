import { simpleParser, type ParsedMail } from 'mailparser';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { eventually } from './eventually.ts';

/** What the server does at one step of a delivery; `undefined` accepts. */
export type Misbehaviour =
  /** Answers with this code (4xx: try again later, 5xx: never). */
  | { code: number; message?: string }
  /** Never answers; the connection stays open until the client or `stop` closes it. */
  | 'hang'
  /** Takes the connection away without an answer. After `data` the mail has been received and is kept. */
  | 'drop';

/** One step of a delivery, as `refuse` sees it. */
export type DeliveryStep =
  | { at: 'connect' }
  | { at: 'recipient'; from: string; recipient: string }
  | { at: 'data'; from: string; recipients: string[]; mail: ParsedMail };

export type Mailbox = {
  /** `smtp://127.0.0.1:<port>`, for SMTP_URL. */
  url: string;
  /** The mails received so far, oldest first. A mail refused at `data` is not among them; a dropped one is. */
  messages(): ParsedMail[];
  /** Waits for the first mail that `predicate` accepts, those already here included. Default 10,000 ms. */
  waitFor(predicate: (mail: ParsedMail) => boolean, timeoutMs?: number): Promise<ParsedMail>;
  /** Says how the server misbehaves from now on; `refuse(undefined)` makes it accept everything again. */
  refuse(decide: ((step: DeliveryStep) => Misbehaviour | undefined) | undefined): void;
  /** Forgets the mails received so far. */
  clear(): void;
  /** Closes the port and every connection. */
  stop(): Promise<void>;
};

/** A real SMTP server on 127.0.0.1 and a free port, that keeps what it receives and misbehaves as it is told. */
export async function startMailbox(): Promise<Mailbox> {
  const received: ParsedMail[] = [];
  let decide: ((step: DeliveryStep) => Misbehaviour | undefined) | undefined;

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onConnect(session, answer) {
      act({ at: 'connect' }, session, answer);
    },
    onRcptTo(address, session, answer) {
      act({ at: 'recipient', from: sender(session), recipient: address.address }, session, answer);
    },
    onData(stream, session, answer) {
      simpleParser(stream)
        .then((mail) => {
          const recipients = session.envelope.rcptTo.map(({ address }) => address);
          const step: DeliveryStep = { at: 'data', from: sender(session), recipients, mail };
          const misbehaviour = decide?.(step);
          if (misbehaviour === undefined || misbehaviour === 'drop') received.push(mail);
          carryOut(misbehaviour, session, answer);
        })
        .catch(answer);
    },
  });
  // A client that goes away (or is dropped) is part of the play.
  server.on('error', () => {});
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  function act(step: DeliveryStep, session: SMTPServerSession, answer: (error?: Error | null) => void) {
    carryOut(decide?.(step), session, answer);
  }

  function carryOut(
    misbehaviour: Misbehaviour | undefined,
    session: SMTPServerSession,
    answer: (error?: Error | null) => void,
  ) {
    if (misbehaviour === undefined) return answer();
    if (misbehaviour === 'hang') return;
    if (misbehaviour === 'drop') {
      for (const socket of sockets) if (socket.remotePort === session.remotePort) socket.destroy();
      return;
    }
    const { code, message = code < 500 ? 'Try again later' : 'No such mailbox' } = misbehaviour;
    answer(Object.assign(new Error(message), { responseCode: code }));
  }

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${port}`,
    messages: () => [...received],
    waitFor: (predicate, timeoutMs = 10_000) =>
      eventually(() => received.find(predicate), {
        timeoutMs,
        message: `a mail that fits; received so far: ${received.length}`,
      }),
    refuse(next) {
      decide = next;
    },
    clear() {
      received.length = 0;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function sender(session: SMTPServerSession): string {
  return session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
}

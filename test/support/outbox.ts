import type { Orm } from '../../src/db/orm.ts';
import { accountKeyFrom } from '../../src/host/identity/account-token.ts';
import { answerKeyFrom } from '../../src/mail/answer-token.ts';
import { createMailRenderer } from '../../src/mail/render.ts';
import { readBacklog } from '../../src/outbox/backlog.ts';
import { noticesKind } from '../../src/outbox/notices/prepare.ts';
import { runOutbox } from '../../src/outbox/outbox.ts';
import { serviceMailsKind } from '../../src/outbox/service-mails/prepare.ts';
import type { Transport } from '../../src/outbox/transport.ts';
import { eventually } from './eventually.ts';
import { testSecret } from './product.ts';

const sender = 'itsm@uslimato.test';

/** Delivers by `send`, without Temporal, until nothing in this database is due at `now`. */
export async function deliverDue(orm: Orm, send: Transport['send'], now: Date = new Date()): Promise<void> {
  const addresses = { publicUrl: 'http://itsm.test', messageIdDomain: 'itsm.test' };
  const renderer = createMailRenderer();
  const answerKey = answerKeyFrom(testSecret);
  const accountKey = accountKeyFrom(testSecret);
  const tools = {
    orm,
    transport: { sender, send, close: () => {} },
    kinds: [
      noticesKind({ orm, renderer, addresses, answerKey, sender }),
      serviceMailsKind({ orm, renderer, addresses, accountKey }),
    ],
    now: () => now,
    warn: () => {},
  };
  const resting = new AbortController();
  const running = runOutbox(tools, resting.signal, () => {});
  try {
    await eventually(async () => (await readBacklog(orm, now)).waiting === 0);
  } finally {
    resting.abort();
  }
  await running;
}

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { historyKeyFrom } from '../../../activities/ticket/history-hash.ts';
import type { DecidedCommand, SaveRequest } from '../../../activities/ticket/save-request.ts';
import { saveCommands } from '../../../activities/ticket/save-commands.ts';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { EventEntity, TicketEntity } from '../../../src/db/ticket-entities.ts';
import { decideCreation } from '../../../src/domain/create.ts';
import { eventually } from '../../support/eventually.ts';
import { expectProven, wholeTicket } from '../../support/soundness.ts';
import { creationBy, type Product, startProduct, type TestTenant } from '../../support/product.ts';
import { wordsOfRefusal } from '../../support/refusal-words.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct({ working: false });
  tenant = await product.tenant();
});

afterAll(() => product.stop());

const historyKey = historyKeyFrom('x'.repeat(32));
/** A ticket takes few comments here. */
const commentsPerTicket = 5;

const save = (request: SaveRequest) =>
  saveCommands({ orm: product.orm, historyKey, commentsPerTicket, now: () => new Date() }, request);

function creation(): SaveRequest {
  const asked = creationBy(tenant);
  const decided = decideCreation(asked);
  if (!decided.ok) throw new Error(wordsOfRefusal(decided.refusal));
  const { id, fingerprint, ticketId } = asked;
  const by = { actor: { kind: 'user' as const, id: tenant.reporter.id }, reach: 'held' as const };
  return {
    tenantId: tenant.id,
    ticketId,
    at: new Date().toISOString(),
    commands: [{ id, fingerprint, ...by, expectedVersion: 0, events: decided.value }],
  };
}

/** An agent's command on a ticket that was created by `request`, with a new id unless given. */
function command(expectedVersion: number, events: DecidedCommand['events'], id: string = randomUUID()): DecidedCommand {
  const actor = { kind: 'user' as const, id: tenant.agent.id };
  return { id, fingerprint: JSON.stringify(events), actor, reach: 'all', expectedVersion, events };
}

const note = (body: string) =>
  [{ type: 'comment_added', visibility: 'internal', side: 'agent', solution: false, body }] as const;

/** A saved ticket, and how its further commands are saved. */
async function aTicket() {
  const request = creation();
  await save(request);
  return {
    ticketId: request.ticketId,
    saveAll: (...commands: DecidedCommand[]) => save({ ...request, commands }),
    events: () =>
      inTenant(product.orm, tenant.id, (em) =>
        em.find(EventEntity, { ticketId: request.ticketId }, { orderBy: { sequence: 'asc' } }),
      ),
  };
}

describe('saving', () => {
  it('gives the ticket to a second attempt that began while the first was still under way', async () => {
    await save(creation());
    const holder = new pg.Client({ connectionString: product.databaseUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query("select set_config('app.tenant', $1, true)", [tenant.id]);
    await holder.query('select * from ticket_counter for update');
    const request = creation();
    const attempts = [save(request), save(request)];
    const bothWait = eventually(async () => {
      const waiting = await product.orm.em
        .fork()
        .execute("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()");
      return waiting.length === 2;
    });
    try {
      await bothWait;
    } finally {
      await holder.end();
    }
    const results = await Promise.all(attempts);
    const outcomes = results.flatMap((result) => result.outcomes);
    expect(outcomes).toMatchObject([
      { kind: 'saved', version: 1 },
      { kind: 'saved', version: 1 },
    ]);
    expect(outcomes.filter((outcome) => outcome.kind === 'saved' && outcome.repeated)).toHaveLength(1);
    await expect(save(creation())).resolves.toMatchObject({ ticket: { number: 'TKT-000003' } });
  });

  it('takes a command that comes twice in one request for a repeat, also where it would be refused by then', async () => {
    const { saveAll, events } = await aTicket();
    const once = command(1, note('Once'));
    const refused = command(2, [{ type: 'command_refused', code: 'changed_meanwhile', asked: 'comment' }], once.id);
    const again = { ...refused, fingerprint: once.fingerprint, recordAs: `refused/${once.id}` };
    await expect(saveAll(once, again)).resolves.toMatchObject({
      outcomes: [
        { kind: 'saved', version: 2, repeated: false },
        { kind: 'saved', version: 2, repeated: true },
      ],
    });
    await expect(saveAll(command(2, note('More')), { ...once, expectedVersion: 3 })).resolves.toMatchObject({
      outcomes: [{ version: 3 }, { version: 2, repeated: true }],
    });
    expect((await events()).map(({ type }) => type)).toEqual(['created', 'comment_added', 'comment_added']);
  });

  it('makes no event of a description that stays as it is', async () => {
    const { saveAll, events } = await aTicket();
    const edit = (description: string, expectedVersion: number) =>
      command(expectedVersion, [
        { type: 'description_edited', description },
        { type: 'priority_edited', from: 'normal', to: 'high' },
      ]);
    await saveAll(edit('There is smoke on the second floor.', 1));
    await saveAll(edit('There is smoke on the third floor.', 2));
    expect((await events()).map((event) => event.type)).toEqual([
      'created',
      'priority_edited',
      'description_edited',
      'priority_edited',
    ]);
  });

  it('refuses what the database cannot store, and leaves nothing of it', async () => {
    const { ticketId, saveAll } = await aTicket();
    const result = await saveAll(command(1, [{ type: 'priority_edited', from: 'normal', to: 'odd' as never }]));
    expect(result.outcomes).toMatchObject([{ kind: 'refused', refusal: { code: 'malformed' } }]);
    const row = await inTenant(product.orm, tenant.id, (em) => em.findOneOrFail(TicketEntity, { id: ticketId }));
    expect(row).toMatchObject({ version: 1, sequence: 1, priority: 'normal' });
  });
});

describe('a ticket with nearly as many comments as it takes', () => {
  const full = { kind: 'refused', refusal: { code: 'ticket_full', details: { limit: commentsPerTicket } } };
  const comments = ({ length }: { length: number }) => Array.from({ length }, (_, n) => command(n + 1, note(`${n}`)));

  it('takes the last one, the repeat of it, and what is no comment', async () => {
    const { saveAll } = await aTicket();
    await saveAll(...comments({ length: commentsPerTicket - 1 }));
    const last = command(commentsPerTicket, note('the last one'));
    await expect(saveAll(last)).resolves.toMatchObject({ outcomes: [{ kind: 'saved', version: 6, repeated: false }] });
    await expect(saveAll(command(6, note('one more')))).resolves.toMatchObject({ outcomes: [full] });
    await expect(saveAll(last)).resolves.toMatchObject({ outcomes: [{ kind: 'saved', version: 6, repeated: true }] });
    const edit = command(6, [{ type: 'priority_edited', from: 'normal', to: 'high' }]);
    await expect(saveAll(edit)).resolves.toMatchObject({ outcomes: [{ kind: 'saved', version: 7 }] });
  });

  it('refuses what goes past it within one request, and saves none of a command of several', async () => {
    const { saveAll, events } = await aTicket();
    await expect(saveAll(...comments({ length: commentsPerTicket + 1 }))).resolves.toMatchObject({
      outcomes: [...Array.from({ length: commentsPerTicket }, () => ({ kind: 'saved' })), full],
      stopped: 'changed',
    });
    expect((await events()).filter(({ type }) => type === 'comment_added')).toHaveLength(commentsPerTicket);
    const another = await aTicket();
    await another.saveAll(...comments({ length: commentsPerTicket - 1 }));
    const both = command(commentsPerTicket, [...note('two'), ...note('at once')]);
    await expect(another.saveAll(both)).resolves.toMatchObject({ ticket: { version: 5 }, outcomes: [full] });
  });

  it('takes one of two that come at the same time, from two processes', async () => {
    const { saveAll, events } = await aTicket();
    await saveAll(...comments({ length: commentsPerTicket - 1 }));
    const results = await Promise.all([1, 2].map((n) => saveAll(command(5, note(`of ${n}`)))));
    const saved = results.filter(({ outcomes: [first] }) => first?.kind === 'saved');
    const [behind] = results.filter(({ stopped }) => stopped === 'behind');
    expect([saved.length, behind?.ticket?.version]).toEqual([1, 6]);
    await expect(saveAll(command(6, note('decided again')))).resolves.toMatchObject({ outcomes: [full] });
    expect((await events()).filter(({ type }) => type === 'comment_added')).toHaveLength(commentsPerTicket);
  });
});

describe('commands that are saved together', () => {
  it('get a version each, in their order, in one gapless history', async () => {
    const { ticketId, saveAll, events } = await aTicket();
    const result = await saveAll(command(1, note('one')), command(2, note('two')), command(3, note('three')));
    expect(result).toMatchObject({
      ticket: { version: 4, sequence: 4 },
      outcomes: [2, 3, 4].map((version) => ({ kind: 'saved', version, repeated: false })),
    });
    expect(result.stopped).toBeUndefined();
    expect((await events()).map(({ sequence, version }) => [sequence, version])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
    const whole = await wholeTicket(product.orm, { tenantId: tenant.id, ticketId });
    expectProven(whole, 'x'.repeat(32));
  });

  it('are saved up to the one that the database refuses; the rest is to be decided again', async () => {
    const { saveAll } = await aTicket();
    const result = await saveAll(
      command(1, note('before')),
      command(2, [{ type: 'assigned', from: null, to: tenant.reporter.id }]),
      command(3, note('after')),
    );
    expect(result).toMatchObject({
      ticket: { version: 2 },
      outcomes: [
        { kind: 'saved', version: 2 },
        { kind: 'refused', refusal: { code: 'assignee_not_agent' } },
      ],
      stopped: 'changed',
    });
  });

  it('are saved up to one that was saved before, which gets its first answer', async () => {
    const { saveAll, events } = await aTicket();
    const first = command(1, note('first'));
    await saveAll(first);
    const result = await saveAll(
      command(2, note('second')),
      { ...first, expectedVersion: 3 },
      command(4, note('third')),
    );
    expect(result).toMatchObject({
      ticket: { version: 3 },
      outcomes: [
        { kind: 'saved', version: 3, repeated: false },
        { kind: 'saved', version: 2, repeated: true },
      ],
      stopped: 'changed',
    });
    expect(await events()).toHaveLength(3);
  });

  it('are saved one by one where the database cannot store one of them', async () => {
    const { saveAll } = await aTicket();
    const odd = command(2, [{ type: 'priority_edited', from: 'normal', to: 'odd' as never }]);
    const result = await saveAll(command(1, note('sound')), odd);
    expect(result).toMatchObject({ ticket: { version: 2 }, outcomes: [{ kind: 'saved', version: 2 }] });
    expect((await saveAll(odd)).outcomes).toMatchObject([{ kind: 'refused', refusal: { code: 'malformed' } }]);
  });

  it('leave nothing where the row is at another version than was believed', async () => {
    const { saveAll, events } = await aTicket();
    await saveAll(command(1, note('somebody else')));
    const result = await saveAll(command(1, note('one')), command(2, note('two')));
    expect(result).toMatchObject({ ticket: { version: 2 }, outcomes: [], stopped: 'behind' });
    expect(await events()).toHaveLength(2);
  });
});

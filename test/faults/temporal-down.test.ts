import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from '../support/browser.ts';
import { fill, submit } from '../support/forms.ts';
import { insist } from '../support/insisting.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { startSystem, type System } from '../support/processes.ts';
import { expectSound, wholeTicket } from '../support/soundness.ts';

/** How long a command may wait in web (src/main/web.ts) and what a busy machine may add to it, in ms. */
const deadline = 10_000 + 3000;

let system: System;
let tenant: TestTenant<'rita' | 'agnes'>;
let reporter: Browser;
let agent: Browser;

const page = '/tickets/TKT-000001';

beforeAll(async () => {
  system = await startSystem();
}, 120_000);

afterAll(() => system?.stop(), 60_000);

beforeEach(async () => {
  tenant = await createTenant(system.orm, { people: { rita: {}, agnes: { agent: true } } });
  reporter = system.as(tenant.people.rita);
  agent = system.as(tenant.people.agnes);
});

describe('Temporal killed', () => {
  it('pages go on, a write is answered 503 within its deadline, and the same form is carried out once later', async () => {
    const typed = { type: 'incident', title: 'The printer is on fire', description: 'There is smoke.' };
    await submit(reporter, '/desk/new', '/desk/new', typed);
    const before = [system.web.pid(), system.worker.pid()];
    await system.temporal.kill();

    for (const path of ['/desk', '/desk/TKT-000001', '/desk/new']) expect((await reporter.get(path)).status).toBe(200);
    for (const path of ['/tickets', page, '/tickets/new']) expect((await agent.get(path)).status).toBe(200);
    const readiness = await system.nobody().get('/readyz');
    expect([readiness.status, readiness.json()]).toEqual([
      503,
      { status: 'not ready', reasons: ['Temporal does not answer.'] },
    ]);

    const forms = [
      { by: reporter, form: await fill(reporter, '/desk/new', '/desk/new', { ...typed, title: 'A second fire' }) },
      { by: agent, form: await fill(agent, page, `${page}/comments`, { visibility: 'external', body: 'On our way.' }) },
      { by: agent, form: await fill(agent, page, `${page}/assignee`, { assignee: tenant.people.agnes.userId }) },
    ];
    const began = performance.now();
    const answers = await Promise.all(forms.map(({ by, form }) => by.post(form.action, form.fields)));
    expect(performance.now() - began).toBeLessThan(deadline);
    for (const [place, answer] of answers.entries()) {
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5']);
      expect(answer.text).toContain('Sending the form again is safe');
      // Sent again from the page as it came back, it is still the same command.
      expect(answer.text).toContain(forms[place]?.form.fields.command_id ?? 'no id');
    }
    expect(answers[1]?.text).toContain('On our way.');

    await system.temporal.start();
    for (const { by, form } of forms) await insist(by, form);
    for (const { by, form } of forms) await insist(by, form);
    await system.ready();
    expect([system.web.pid(), system.worker.pid()]).toEqual(before);

    const tickets = await Promise.all(
      ['TKT-000001', 'TKT-000002'].map((number) => wholeTicket(system.orm, { tenantId: tenant.id, number })),
    );
    const ids = tickets.map(({ row }) => row.id);
    const told = [];
    for (const id of ids) told.push((await expectSound(system.orm, tenant.id, id, system.appSecret)).events);
    // In any order: the first attempt of either may have reached Temporal when it came back.
    expect(told.map((events) => events.map(({ type }) => type).toSorted())).toEqual([
      ['assigned', 'comment_added', 'created', 'status_changed'],
      ['created'],
    ]);
  }, 120_000);
});

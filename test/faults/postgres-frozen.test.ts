import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { fill } from '../support/forms.ts';
import { createTenant } from '../support/people.ts';
import { startSystem, type System } from '../support/processes.ts';

/** How long a connection may be silent (src/db/patience.ts) and what a busy machine may add to it, in ms. */
const inTime = 10_000 + 4000;

let system: System;
let frozen: number[] = [];

beforeAll(async () => {
  system = await startSystem({ ownPostgres: true });
}, 120_000);

afterAll(async () => {
  signal('SIGCONT');
  await system?.stop();
}, 60_000);

/** PostgreSQL and each of its sessions, which are processes of their own. */
function postgresProcesses(): number[] {
  const postmaster = system.postgres.pid();
  const list = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = list
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.filter(([pid, parent]) => pid === postmaster || parent === postmaster).map(([pid]) => pid!);
}

function signal(name: NodeJS.Signals): void {
  for (const pid of frozen) process.kill(pid, name);
}

it('PostgreSQL frozen: pages and forms are answered 503 in time, whoever waits, and go on when it thaws', async () => {
  const { people } = await createTenant(system.orm, { people: { rita: {}, agnes: { agent: true } } });
  const [rita, agnes] = [system.as(people.rita), system.as(people.agnes)];
  const form = await fill(rita, '/desk/new', '/desk/new', { type: 'incident', title: 'Fire', description: 'Smoke.' });
  // Some of the pool's connections are open, so that both are met: one that falls silent, and none to be had.
  await Promise.all(Array.from({ length: 5 }, () => agnes.get('/tickets')));

  frozen = postgresProcesses();
  signal('SIGSTOP');
  const started = performance.now();
  const answers = await Promise.all([
    ...Array.from({ length: 30 }, (_, place) => (place % 2 === 0 ? rita.get('/desk') : agnes.get('/tickets'))),
    rita.post(form.action, form.fields),
    system.nobody().post('/sign-in', { email: 'rita@x.example', password: 'whatever it is' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
  expect(answers.map(({ headers }) => headers.get('Retry-After'))).toEqual(answers.map(() => '5'));
  expect(performance.now() - started).toBeLessThan(inTime);
  expect((await system.nobody().get('/healthz')).status).toBe(200);
  expect((await system.nobody().get('/readyz')).json()).toMatchObject({ reasons: ['The database does not answer.'] });

  signal('SIGCONT');
  frozen = [];
  await eventually(async () => (await rita.get('/desk')).status === 200, { timeoutMs: 30_000 });
  await eventually(async () => (await rita.post(form.action, form.fields)).status === 303, { timeoutMs: 30_000 });
  expect((await rita.get('/desk')).text.match(/TKT-\d+/g)).toContain('TKT-000001');
  expect((await rita.get('/desk')).text).not.toContain('TKT-000002');
}, 120_000);

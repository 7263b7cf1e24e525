import { inTenant } from '../../../src/db/in-tenant.ts';
import type { Orm } from '../../../src/db/orm.ts';
import { EventEntity } from '../../../src/db/ticket-entities.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { type AnsweredResolution, answerToken } from '../../../src/mail/answer-token.ts';
import type { TestPerson } from '../../support/people.ts';
import { agentActor, type Beginning, type Step, writeTicket } from '../../support/rows.ts';
import { testAnswerKey } from '../../support/web.ts';

/** A ticket that was resolved, and the resolutions of its past, the first one first. */
export type Resolved = Readonly<{ ticket: Ticket; resolutions: readonly AnsweredResolution[] }>;

type Wish = Readonly<{
  rita: TestPerson;
  agnes: TestPerson;
  /** When it was resolved first; an hour ago unless said. */
  resolvedAt?: Date;
  solution?: string | null;
  /** What happened then. */
  since?: readonly Step[];
}> &
  Pick<Beginning, 'title' | 'number'>;

/** Writes a ticket of `rita` that `agnes` has resolved. */
export async function writeResolved(orm: Orm, wish: Wish): Promise<Resolved> {
  const {
    rita,
    agnes,
    solution = 'The fire is out.',
    resolvedAt = new Date(Date.now() - 3_600_000),
    since = [],
  } = wish;
  const { tenantId, userId: reporterId } = rita;
  const by = agentActor(agnes.userId);
  const words = solution === null ? {} : { solution };
  const { title = 'The printer is on fire', number } = wish;
  const beginning = { tenantId, reporterId, title, ...(number === undefined ? {} : { number }) };
  const ticket = await writeTicket(orm, beginning, [
    { by, changes: [{ kind: 'set_status', to: 'in_progress' }] },
    { by, changes: [{ kind: 'set_status', to: 'resolved', ...words }], at: resolvedAt.toISOString() },
    ...since,
  ]);
  return { ticket, resolutions: await resolutionsOf(orm, ticket) };
}

/** The resolutions in a ticket's history. */
export async function resolutionsOf(orm: Orm, ticket: Pick<Ticket, 'tenantId' | 'id'>): Promise<AnsweredResolution[]> {
  const { tenantId, id: ticketId } = ticket;
  return inTenant(orm, tenantId, async (em) => {
    const events = await em.find(EventEntity, { ticketId, type: 'status_changed' }, { orderBy: { sequence: 'asc' } });
    return events
      .filter(({ fact }) => fact.type === 'status_changed' && fact.to === 'resolved')
      .map(({ sequence }) => ({ tenantId, ticketId, sequence }));
  });
}

/** The page behind a button of the mail about a resolution. */
export function pathOf(resolution: AnsweredResolution | undefined, answer: 'solved' | 'still-broken'): string {
  if (resolution === undefined) throw new Error('There is no such resolution');
  return `/answer/${answerToken(testAnswerKey, resolution)}/${answer}`;
}

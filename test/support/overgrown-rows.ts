import type { TenantEm } from '../../src/db/in-tenant.ts';

/** So many there are of everything that can grow: more than any page shows. */
export const many = 230;

/** So many of the newest texts of each kind are as long as can be. */
const long = 60;

/** The longest text that there is, of characters that take most room in a page. */
export const longestText = `${'"'.repeat(63)}\n`.repeat(1024).trim();

/** What happens to one ticket: replies, notes and descriptions as long as can be, mails, and everything else by turns. */
export async function growTicket(em: TenantEm, of: { ticketId: string; olga: string; assetId: string }): Promise<void> {
  const { ticketId, olga, assetId } = of;
  const [{ last } = { last: 0 }] = await em.execute<{ last: number }[]>(
    'select sequence as last from ticket where id = ?',
    [ticketId],
  );
  const texts = { comment: 'comment', description: 'description', reason: 'reason', asset: 'asset' } as const;
  const facts: readonly [type: string, audience: string, kind: string | null, fact: string][] = [
    [
      'comment_added',
      'public',
      texts.comment,
      `{"visibility": "external", "side": "agent", "solution": false, "body": REF}`,
    ],
    [
      'comment_added',
      'public',
      texts.comment,
      `{"visibility": "external", "side": "reporter", "solution": false, "body": REF}`,
    ],
    [
      'comment_added',
      'agents',
      texts.comment,
      `{"visibility": "internal", "side": "agent", "solution": false, "body": REF}`,
    ],
    ['description_edited', 'agents', texts.description, `{"description": REF}`],
    [
      'status_changed',
      'public',
      texts.reason,
      `{"from": "resolved", "to": "in_progress", "reasonCode": null, "reason": REF}`,
    ],
    ['assigned', 'public', null, `{"from": null, "to": "${olga}"}`],
    ['asset_linked', 'public', texts.asset, `{"assetId": "${assetId}", "label": REF}`],
    ['asset_unlinked', 'public', null, `{"assetId": "${assetId}"}`],
    ['withdrawal_requested', 'public', null, `{}`],
  ];
  for (const [index, [type, audience, kind, fact]] of facts.entries()) {
    const body = kind === texts.asset ? 'Laptop (NB-1)' : longestText;
    if (kind !== null) {
      await em.execute(
        `insert into ticket_text (tenant_id, id, ticket_id, kind, body, salt)
         select t.tenant_id, ${uuidOf(index)}, t.id, ?, case when n > ${many - long} then ? else 'Short.' end, ''
         from ticket t, generate_series(1, ${many}) n
         where t.id = ?`,
        [kind, body, ticketId],
        'run',
      );
    }
    const textId = kind === null ? 'null::uuid' : uuidOf(index);
    await em.execute(
      `insert into ticket_event (tenant_id, ticket_id, sequence, version, type, audience, actor_kind, actor_id,
         occurred_at, recorded_at, command_id, text_id, fact, canonical, hash)
       select t.tenant_id, t.id, ${last} + (n - 1) * ${facts.length} + ${index + 1},
         ${last} + (n - 1) * ${facts.length} + ${index + 1}, ?, ?, 'user', ?, now(), now(), 'x', ${textId},
         jsonb_build_object('type', ?::text) ||
           replace(?::text, 'REF', jsonb_build_object('id', ${textId}, 'digest', '')::text)::jsonb, '',
         decode(md5(t.id || '/${index}/' || n), 'hex')
       from ticket t, generate_series(1, ${many}) n where t.id = ?`,
      [type, audience, olga, type, fact, ticketId],
      'run',
    );
  }
  await em.execute('update ticket set sequence = sequence + ?, version = version + ? where id = ?', [
    facts.length * many,
    facts.length * many,
    ticketId,
  ]);
  await em.execute(
    `insert into notice (tenant_id, id, ticket_id, event_sequence, event, audience, recipient_id, status, state, attempts,
       last_answer, message_id, created_at)
     select tenant_id, gen_random_uuid(), id, n, 'ticket.comment_added', 'reporter', reporter_id, 'open', 'failed', 5,
       '550 No such mailbox', gen_random_uuid(), now() from ticket, generate_series(1, ${many}) n where id = ?`,
    [ticketId],
    'run',
  );
}

/** SQL: the id of a text, of the ticket `t`, its kind of event and the number `n`. */
function uuidOf(index: number): string {
  return `overlay(overlay(md5(t.id || '/${index}/' || n) placing '4' from 13) placing '8' from 17)::uuid`;
}

/** Tickets that follow up on one, and are about its asset and its movement, with a description as long as can be. */
export async function growTickets(em: TenantEm, of: { ticketId: string; assetId: string }): Promise<void> {
  await em.execute(
    `insert into ticket (tenant_id, id, number, version, sequence, last_hash, type, title,
       description_text_id, status, priority, channel, follow_up_of, reporter_id, assignee_id, created_at, updated_at,
       last_public_at, last_public_side, waiting_for, waiting_since, asset_ids, movement_id, movement_asset_id,
       movement_text_id)
     select tenant_id, gen_random_uuid(), 'GROWN-' || lpad(n::text, 6, '0'), 1, 1, '', type, 'Ticket ' || n,
       description_text_id, status, priority, channel, id, reporter_id, assignee_id, created_at, updated_at,
       last_public_at, last_public_side, waiting_for, waiting_since, asset_ids, movement_id, movement_asset_id,
       movement_text_id
     from ticket, generate_series(1, ${many}) n where id = ?`,
    [of.ticketId],
    'run',
  );
  await em.execute(
    `insert into ticket_asset (tenant_id, ticket_id, asset_id, text_id, linked_at)
     select t.tenant_id, t.id, x.asset_id, x.text_id, now() from ticket t, ticket_asset x
     where x.ticket_id = ? and t.follow_up_of = ?`,
    [of.ticketId, of.ticketId],
    'run',
  );
  await em.execute(
    `insert into asset_link (tenant_id, asset_id, ticket_id)
     select t.tenant_id, ?, t.id from ticket t where t.follow_up_of = ?`,
    [of.assetId, of.ticketId],
    'run',
  );
}

/** Assets in Olga's hands, and the movements and history of one. */
export async function growAssets(em: TenantEm, { assetId, olga }: { assetId: string; olga: string }): Promise<void> {
  const statements = [
    `insert into asset (tenant_id, id, inventory_number, name, category, holder_id, created_at, updated_at)
     select tenant_id, gen_random_uuid(), 'GROWN-' || n, name, category, holder_id, now(), now()
     from asset, generate_series(1, ${many}) n where id = ?`,
    `insert into asset_movement (tenant_id, id, asset_id, kind, to_location, note, happened_at, recorded_at, recorded_by_id)
     select tenant_id, gen_random_uuid(), id, 'move', 'Store', repeat('"', 1000), '2025-01-01', now(), '${olga}'
     from asset, generate_series(1, ${many}) n where id = ?`,
    `insert into asset_event (tenant_id, id, asset_id, at, actor_kind, actor_id, fact)
     select tenant_id, gen_random_uuid(), id, now(), 'user', '${olga}', '{"kind": "edited", "fields": ["name"]}'
     from asset, generate_series(1, ${many}) n where id = ?`,
  ];
  for (const sql of statements) await em.execute(sql, [assetId], 'run');
}

import { randomUUID } from 'node:crypto';
import type { TenantEm } from '../src/db/in-tenant.ts';

/** So many public replies of an agent on one ticket, named by its number, that has had none. */
export type BenchReplies = Readonly<{ number: string; agentId: string; replies: number; body: string }>;

/** Writes rows as saveCommands leaves them, but for their hashes. */
export async function writeReplies(em: TenantEm, { number, agentId, replies, body }: BenchReplies): Promise<void> {
  const fact = { type: 'comment_added', visibility: 'external', side: 'agent', solution: false };
  for (let sequence = 2; sequence < replies + 2; sequence += 1) {
    const textId = randomUUID();
    await em.execute(
      `insert into ticket_text (tenant_id, id, ticket_id, kind, body, salt)
       select tenant_id, ?, id, 'comment', ?, '' from ticket where number = ?`,
      [textId, body, number],
      'run',
    );
    await em.execute(
      `insert into ticket_event (tenant_id, ticket_id, sequence, version, type, audience, actor_kind, actor_id,
         occurred_at, recorded_at, command_id, text_id, fact, canonical, hash)
       select tenant_id, id, ?, ?, 'comment_added', 'public', 'user', ?, now(), now(), ?, ?, ?::jsonb, '', ''
       from ticket where number = ?`,
      [
        sequence,
        sequence,
        agentId,
        String(sequence),
        textId,
        JSON.stringify({ ...fact, body: { id: textId, digest: '' } }),
        number,
      ],
      'run',
    );
  }
  await em.execute(
    'update ticket set version = ?, sequence = ? where number = ?',
    [replies + 1, replies + 1, number],
    'run',
  );
}

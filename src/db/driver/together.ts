import type { EntityManager } from '@mikro-orm/postgresql';

/** Never sent: the connection takes it for the sign that `sendTogether` gives. */
export const togetherMark = '-- together';

/**
 * From here to the end of the transaction, statements are sent without waiting for their answers, and all travel with the
 * commit: it fails with the first of them that has failed. For writes alone: what is read is not seen.
 */
export async function sendTogether(em: EntityManager): Promise<void> {
  if (!em.isInTransaction()) throw new Error('Statements travel together within a transaction only');
  await em.execute(togetherMark, [], 'run');
}

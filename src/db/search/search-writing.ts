import { hidden, type Token, wordTokens } from '../../domain/search/token.ts';
import { wordsOf } from '../../domain/search/words.ts';
import type { TenantEm } from '../in-tenant.ts';
import { wordKeys } from './word-keys.ts';

/** How a hit ranks by where it is: a title first, then people and assets, the description, the conversation. */
export const places = { title: 0, named: 1, description: 2, conversation: 3 } as const;

export type Place = (typeof places)[keyof typeof places];

/** The ticket that an entry belongs to: its id and the count in its number. */
export type Indexed = Readonly<{ ticketId: string; ordinal: number }>;

/** A text to be found. `forAgents`: only they may see it. `also`: further tokens that the entry is found by. */
export type EntryText = Readonly<{ place: Place; text: string; forAgents: boolean; also: readonly Token[] }>;

type Entry = Readonly<{ ticket_id: string; slot: string; place: Place; ordinal: number; tokens: readonly Token[] }>;

/** Collects what changes in the index of a tenant, and writes it in few statements, whose answers nobody needs. */
export class SearchWriting {
  readonly #tenantId: string;
  readonly #tokenOf: (word: string) => Token;
  readonly #words = new Map<string, Token>();
  readonly #entries = new Map<string, Entry>();
  readonly #gone = new Map<string, Readonly<{ ticket_id: string; slot: string }>>();

  constructor(tenantId: string) {
    this.#tenantId = tenantId;
    this.#tokenOf = wordTokens(tenantId);
  }

  /** Puts a text into a ticket's slot, in place of what was there. */
  put({ ticketId, ordinal }: Indexed, slot: string, { place, text, forAgents, also }: EntryText): void {
    const tokens = new Set(also);
    for (const word of wordsOf(text)) {
      const token = this.#words.get(word) ?? this.#tokenOf(word);
      this.#words.set(word, token);
      tokens.add(forAgents ? hidden(token) : token);
    }
    const key = `${ticketId} ${slot}`;
    this.#gone.delete(key);
    this.#entries.set(key, { ticket_id: ticketId, slot, place, ordinal, tokens: [...tokens] });
  }

  /** Empties a ticket's slot. */
  remove({ ticketId }: Pick<Indexed, 'ticketId'>, slot: string): void {
    const key = `${ticketId} ${slot}`;
    this.#entries.delete(key);
    this.#gone.set(key, { ticket_id: ticketId, slot });
  }

  /**
   * Writes it all. The words come last and in one order: transactions that write the same new one wait for each other.
   */
  async write(em: TenantEm): Promise<void> {
    const tenantId = this.#tenantId;
    if (this.#gone.size > 0) await em.execute(removing, [tenantId, JSON.stringify([...this.#gone.values()])], 'run');
    if (this.#entries.size > 0) {
      await em.execute(putting, [tenantId, JSON.stringify([...this.#entries.values()])], 'run');
    }
    if (this.#words.size === 0) return;
    const words = [...this.#words].map(([word, token]) => ({ word, token }));
    await em.execute(learning, [tenantId, JSON.stringify(words)], 'run');
  }
}

const removing = `
  delete from search_entry e using (select ?::uuid as tenant_id, ?::jsonb as gone) a,
    jsonb_to_recordset(a.gone) as g(ticket_id uuid, slot text)
  where e.tenant_id = a.tenant_id and e.ticket_id = g.ticket_id and e.slot = g.slot`;

const putting = `
  insert into search_entry (tenant_id, ticket_id, slot, place, ordinal, tokens)
  select a.tenant_id, e.ticket_id, e.slot, e.place, e.ordinal, e.tokens || array(
    select search_range(a.tenant_id, level, e.ordinal) from generate_series(1, 4) level)
  from (select ?::uuid as tenant_id, ?::jsonb as entries) a,
    jsonb_to_recordset(a.entries) as e(ticket_id uuid, slot text, place smallint, ordinal bigint, tokens bigint[])
  on conflict (tenant_id, ticket_id, slot) do update
    set place = excluded.place, ordinal = excluded.ordinal, tokens = excluded.tokens`;

// Most words are known: their keys are not made again.
const learning = `
  insert into search_word (tenant_id, word, token, keys)
  select n.tenant_id, n.word, n.token, ${wordKeys('n.tenant_id', 'array[n.word]')}
  from (
    select a.tenant_id, w.word, w.token
    from (select ?::uuid as tenant_id, ?::jsonb as words) a, jsonb_to_recordset(a.words) as w(word text, token bigint)
    where not exists (select 1 from search_word k where k.tenant_id = a.tenant_id and k.word = w.word)
    order by w.word) n
  on conflict do nothing`;

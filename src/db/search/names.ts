import { personToken } from '../../domain/search/token.ts';
import { soughtWords, wordsOf } from '../../domain/search/words.ts';
import type { TenantEm } from '../in-tenant.ts';
import { wordKeys } from './word-keys.ts';

/**
 * What is looked up by name beside tickets. People twice: by their names, which everybody may know who reads them, and as
 * accounts by names and addresses.
 */
export type NameKind = 'name' | 'account' | 'asset';

/** A person as the index needs them. */
export type NamedPerson = Readonly<{ id: string; name: string; email: string }>;

/** Something with the texts that it is found by. */
export type Named = Readonly<{ id: string; texts: readonly (string | null)[] }>;

/** Keeps by which words something is found, in place of earlier ones. */
export async function writeNames(
  em: TenantEm,
  tenantId: string,
  kind: NameKind,
  named: readonly Named[],
): Promise<void> {
  const rows = named.map(({ id, texts }) => ({
    id,
    token: personToken(id),
    words: [...wordsOf(texts.join(' '))],
  }));
  await em.execute(
    `insert into search_name (tenant_id, kind, id, token, words, keys)
     select a.tenant_id, a.kind, n.id, n.token, n.words, ${wordKeys('a.tenant_id', 'n.words')}
     from (select ?::uuid as tenant_id, ?::text as kind, ?::jsonb as names) a,
       jsonb_to_recordset(a.names) as n(id uuid, token bigint, words text[])
     on conflict (tenant_id, kind, id) do update set words = excluded.words, keys = excluded.keys`,
    [tenantId, kind, JSON.stringify(rows)],
    'run',
  );
}

/** Keeps by what people are found. To be called wherever a name or an address changes. */
export async function writePeople(em: TenantEm, tenantId: string, people: readonly NamedPerson[]): Promise<void> {
  await writeNames(
    em,
    tenantId,
    'name',
    people.map(({ id, name }) => ({ id, texts: [name] })),
  );
  await writeNames(
    em,
    tenantId,
    'account',
    people.map(({ id, name, email }) => ({ id, texts: [name, email] })),
  );
}

/** Forgets by which words somebody or something was found. */
export async function forgetName(em: TenantEm, tenantId: string, kind: NameKind, id: string): Promise<void> {
  await em.execute('delete from search_name where tenant_id = ? and kind = ? and id = ?', [tenantId, kind, id], 'run');
}

/** SQL: the ids of the people or assets whose names have all words of a text (`namesSought`). */
export const namedSql = 'select search_named(?, ?::jsonb)';

/** The parameters of `namedSql`. Without any word in the text, nothing is found. */
export function namesSought(kind: NameKind, text: string): readonly [NameKind, string] {
  return [kind, JSON.stringify(soughtWords(text))];
}

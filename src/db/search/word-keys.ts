/**
 * SQL: the keys by which words are found, of an array of them and their tenant. They are each word's beginning (`^d`,
 * `^dr`), each three of its characters, and its German and English stems (`~druck`). The tenant is one of the keys, so that
 * words of others are told apart before any row is read.
 */
export function wordKeys(tenantId: string, words: string): string {
  return `array(
    select '@' || ${tenantId}
    union
    select '^' || left(w, n) from unnest(${words}) w, generate_series(1, least(2, char_length(w))) n
    union
    select substr(w, n, 3) from unnest(${words}) w, generate_series(1, char_length(w) - 2) n
    union
    select '~' || stem from unnest(${words}) w,
      unnest(ts_lexize('pg_catalog.german_stem', w) || ts_lexize('pg_catalog.english_stem', w)) stem)`;
}

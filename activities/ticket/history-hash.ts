import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * The key that proves the history. It is kept outside the database: write access to rows is not enough to forge it
 * (R35).
 */
export type HistoryKey = Readonly<{ secret: Buffer }>;

/** Derives the history key from the application's secret. */
export function historyKeyFrom(appSecret: string): HistoryKey {
  return { secret: Buffer.from(hkdfSync('sha256', appSecret, '', 'uslimato ticket history', 32)) };
}

/**
 * An event's link in the chain: HMAC-SHA-256 over the previous link (none for the first) and the event's canonical
 * text.
 */
export function chainHash(key: HistoryKey, previous: Buffer | null, canonical: string): Buffer {
  const mac = createHmac('sha256', key.secret);
  if (previous !== null) mac.update(previous);
  return mac.update(canonical).digest();
}

/** The canonical text of a JSON value, which is hashed: object keys sorted, no white space. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** A fresh salt, and the digest that stands for a text in the history: without the salt it reveals nothing. */
export function digestText(body: string): { salt: Buffer; digest: string } {
  const salt = randomBytes(16);
  return { salt, digest: saltedDigest(salt, body) };
}

/** SHA-256 over salt and text, in hex. */
export function saltedDigest(salt: Buffer, body: string): string {
  return createHash('sha256').update(salt).update(body).digest('hex');
}

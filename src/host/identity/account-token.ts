import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/**
 * The key that signs one-time links. It lives outside the database, so that reading rows is not enough to forge a link.
 */
export type AccountKey = Readonly<{ secret: Buffer }>;

/** Derives the key of one-time links from the application's secret. */
export function accountKeyFrom(appSecret: string): AccountKey {
  return { secret: Buffer.from(hkdfSync('sha256', appSecret, '', 'uslimato account link', 32)) };
}

/** The token in the mail: the link's id and its signature. Created when the mail is sent, stored nowhere. */
export function accountToken(key: AccountKey, linkId: string): string {
  return `${linkId}.${signatureOf(key, linkId)}`;
}

/** The id of the link if the token is one of ours; null for anything else. */
export function linkIdIn(key: AccountKey, token: string): string | null {
  const [, linkId, signature] = /^([0-9a-f-]{36})\.([\w-]{43})$/.exec(token) ?? [];
  if (linkId === undefined || signature === undefined) return null;
  // Compared as text: several texts decode to the same bytes, and only one of them is ours.
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(key, linkId))) ? linkId : null;
}

/** 43 characters of base64url. */
function signatureOf(key: AccountKey, linkId: string): string {
  return createHmac('sha256', key.secret).update(linkId).digest('base64url');
}

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The key that signs the answer buttons of mails. It lives outside the database. */
export type AnswerKey = Readonly<{ secret: Buffer }>;

/** The resolution that is answered: the event `sequence` of the ticket. */
export type AnsweredResolution = Readonly<{ tenantId: string; ticketId: string; sequence: number }>;

const bytes = { id: 16, sequence: 4, signature: 32 } as const;
const length = 2 * bytes.id + bytes.sequence + bytes.signature;

/** Derives the key of answer buttons from the application's secret. */
export function answerKeyFrom(appSecret: string): AnswerKey {
  return { secret: Buffer.from(hkdfSync('sha256', appSecret, '', 'uslimato mail answer', 32)) };
}

/**
 * The token of the answer buttons in the mail about a resolution: which resolution it is, and a signature. 91
 * characters of base64url, the same for each mail about it. Whoever reads it decides how long it is valid.
 */
export function answerToken(key: AnswerKey, { tenantId, ticketId, sequence }: AnsweredResolution): string {
  const place = Buffer.alloc(bytes.sequence);
  place.writeUInt32BE(sequence);
  const said = Buffer.concat([bytesOf(tenantId), bytesOf(ticketId), place]);
  return Buffer.concat([said, signatureOf(key, said)]).toString('base64url');
}

/** The resolution that the token is about if it is one of ours; null for anything else. */
export function resolutionIn(key: AnswerKey, token: string): AnsweredResolution | null {
  const read = Buffer.from(token, 'base64url');
  // Several texts decode to the same bytes; only one of them is ours.
  if (read.length !== length || read.toString('base64url') !== token) return null;
  const said = read.subarray(0, length - bytes.signature);
  if (!timingSafeEqual(read.subarray(said.length), signatureOf(key, said))) return null;
  return {
    tenantId: idOf(said.subarray(0, bytes.id)),
    ticketId: idOf(said.subarray(bytes.id, 2 * bytes.id)),
    sequence: said.readUInt32BE(2 * bytes.id),
  };
}

function signatureOf(key: AnswerKey, said: Buffer): Buffer {
  return createHmac('sha256', key.secret).update(said).digest();
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idOf(id: Buffer): string {
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

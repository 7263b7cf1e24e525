import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * The keys of second factors. They live outside the database: reading rows is not enough to compute a code or test one.
 */
export type FactorKey = Readonly<{ sealing: Buffer; codes: Buffer; challenges: Buffer }>;

/** Derives the keys of second factors from the application's secret. */
export function factorKeyFrom(appSecret: string): FactorKey {
  const derived = (use: string) => Buffer.from(hkdfSync('sha256', appSecret, '', `uslimato second factor ${use}`, 32));
  return { sealing: derived('sealing'), codes: derived('recovery codes'), challenges: derived('challenges') };
}

const ivLength = 12;
const tagLength = 16;

/** Seals bytes (AES-256-GCM): they can be opened only for the same `purpose`, such as a kind and a person's id. */
export function seal({ sealing }: FactorKey, purpose: string, plain: Uint8Array): Buffer {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(purpose));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What was sealed for that purpose; null for anything else. */
export function open({ sealing }: FactorKey, purpose: string, sealed: Uint8Array): Buffer | null {
  if (sealed.length < ivLength + tagLength) return null;
  const end = sealed.length - tagLength;
  const decipher = createDecipheriv('aes-256-gcm', sealing, sealed.subarray(0, ivLength))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(sealed.subarray(end));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(ivLength, end)), decipher.final()]);
  } catch {
    return null;
  }
}

/** The digest of a short secret, which cannot be brute-forced without the key: 32 bytes. */
export function digestOf(key: Buffer, ...parts: readonly string[]): Buffer {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest();
}

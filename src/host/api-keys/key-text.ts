import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { KeyEnvironment } from './api-key.ts';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 32 random bytes in base 62, and a CRC-32. */
const secretLength = 43;
const checksumLength = 6;

const shape = new RegExp(
  `^(itk_(?:live|demo)_([0-9a-f]{32})_[0-9A-Za-z]{${secretLength}})([0-9A-Za-z]{${checksumLength}})$`,
);

/** A new key in plain text, `itk_<env>_<id>_<secret><checksum>`: to be shown once, and never stored or logged. */
export function newKeyText(environment: KeyEnvironment, id: string): string {
  const secret = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), secretLength);
  const text = `itk_${environment}_${id.replaceAll('-', '')}_${secret}`;
  return text + checksumOf(text);
}

/**
 * The id in a key's text; null for anything that cannot be one of our keys: a typo, a part of a key, any other text.
 */
export function keyIdIn(text: string): string | null {
  const [, body, id, checksum] = shape.exec(text) ?? [];
  if (body === undefined || id === undefined || checksum !== checksumOf(body)) return null;
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * What is stored of a key: 32 bytes, a digest of its whole text. Its secret is random, so a plain SHA-256 reveals
 * nothing.
 */
export function keyHash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function checksumOf(text: string): string {
  return base62(BigInt(crc32(text)), checksumLength);
}

/** The number in base 62, padded with zeros. */
function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = letters[Number(rest % 62n)] + text;
  return text;
}

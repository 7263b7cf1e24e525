import { randomInt } from 'node:crypto';

/** Twelve random digits, to make a name or an address unique. Unlike hexadecimal ones they never spell a word that is searched for. */
export function randomDigits(): string {
  return String(randomInt(10 ** 12)).padStart(12, '0');
}

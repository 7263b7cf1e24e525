import type { Refusal } from '../../src/domain/refusal.ts';
import { refusalText } from '../../src/locales/refusal-text.ts';
import { translatorFor } from '../../src/locales/translator.ts';

/** What a refusal says in English. */
export function wordsOfRefusal(refusal: Refusal): string {
  return translatorFor('en').t(refusalText(refusal));
}

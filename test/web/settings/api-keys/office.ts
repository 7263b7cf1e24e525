import type { Answer } from '../../../support/browser.ts';

/** The keys in clear that a page shows: each once, however often it stands there. */
export function keysIn({ text }: Pick<Answer, 'text'>): string[] {
  return [...new Set(text.match(/itk_(?:live|demo)_[0-9a-f]{32}_[0-9A-Za-z]{49}/g))];
}

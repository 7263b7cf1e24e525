import { icon } from '../icons.ts';

/** An icon as a symbol that a page draws many times by `<use href="#id">`, so that a long list stays small. */
function symbol(id: string, name: string): string {
  return icon(name)
    .replace(/^<svg class="[^"]*" aria-hidden="true" focusable="false"/, `<symbol id="${id}"`)
    .replace(/<\/svg>$/, '</symbol>');
}

/** What the rows of the queue draw: the types and the priorities. Made from our own files, so it needs no escaping. */
export const queueSymbols = `<svg class="symbols" aria-hidden="true">${[
  symbol('i-incident', 'triangle-alert'),
  symbol('i-service_request', 'hand-helping'),
  symbol('i-low', 'chevron-down'),
  symbol('i-high', 'chevron-up'),
  symbol('i-urgent', 'chevrons-up'),
].join('')}</svg>`;
